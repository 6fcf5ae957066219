import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { ThreadSession } from '../../../harness/generators/run-generators.ts'
import { runScenario } from '../../../harness/run-scenario.ts'
import { inTemporaryFolder } from '../../support/run-cli.ts'

describe('ThreadSession', () => {
  it('is closed once the report is on the disk: until then no thread is ended by force', async () => {
    await inTemporaryFolder(async (cwd) => {
      const closeReally = ThreadSession.prototype.close
      const found: boolean[] = []
      const spy = vi.spyOn(ThreadSession.prototype, 'close').mockImplementation(async function (this: ThreadSession) {
        found.push(existsSync(join(cwd, 'out', 'report.json')))
        await closeReally.call(this)
      })
      onTestFinished(() => spy.mockRestore())
      const controller = new AbortController()
      controller.abort()
      await runScenario('steady', { cwd, out: 'out', signal: controller.signal })
      expect(found).toEqual([true])
    })
  })

  it('leaves no thread, whether it was used or not', async () => {
    const session = new ThreadSession(2)
    const { links, end } = await session.begin()
    const exits: string[] = []
    const link = links.start({ onMessage: () => {}, onExit: (reason) => exits.push(reason) })
    await link.terminate()
    await end()
    await session.close()
    expect(exits).toHaveLength(1)
  })
})
