import { describe, expect, it } from 'vitest'
import { SpareWorkers, type WorkerLinkListener } from '../../../load/generator/start-worker.ts'

const ended = (take: (listener: WorkerLinkListener) => unknown) =>
  new Promise<string>((onExit) => take({ onMessage: () => {}, onExit }))

describe('SpareWorkers', () => {
  it('says that a spare thread ended before it was taken', async () => {
    const spare = new SpareWorkers(1)
    await spare.terminate()
    expect(await ended(spare.start)).toMatch(/^it exited with code [01]$/)
  })

  it('starts another where no spare one is left, and has all of them end by themselves', async () => {
    const spare = new SpareWorkers(2)
    const first = ended(spare.start)
    const second = ended((listener) => void spare.start(listener).terminate())
    expect(await second).toBe('it exited with code 0')
    const third = ended(spare.start)
    spare.end()
    expect([await first, await third]).toEqual(['it exited with code 0', 'it exited with code 0'])
    await spare.terminate()
  })
})
