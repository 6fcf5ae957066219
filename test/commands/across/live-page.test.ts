// `--ui`: a page while the run is on, which has the report at its end; and two runs compared as one page.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fetch } from 'undici'
import { describe, expect, it } from 'vitest'
import { inTemporaryFolder, runCli, startCli } from '../../support/run-cli.ts'

const SCENARIO = `
name: watched
load: { phases: [{ name: only, for: 3s, rate: 30 }] }
sla: [p95 < 5s]
`

async function textOf(url: string): Promise<string> {
  return (await fetch(url)).text()
}

describe('--ui', () => {
  it('serves the live run, then its report, and leaves no process behind', { timeout: 30_000 }, async () => {
    await inTemporaryFolder(async (cwd) => {
      writeFileSync(join(cwd, 'watched.yaml'), SCENARIO)
      const cli = startCli(['scenario', 'watched.yaml', '--out', 'run', '--ui'], { cwd })
      await cli.said(/live view: http:\S+\/\n/)
      const url = /live view: (http:\S+\/)\n/.exec(cli.saidSoFar())?.[1] as string
      expect(await textOf(url)).toContain('data-page="live"')
      const events = await fetch(`${url}events`)
      let heard = ''
      for await (const chunk of events.body as AsyncIterable<Uint8Array>) {
        heard += Buffer.from(chunk).toString()
        if (heard.includes('"kind":"done"')) break
      }
      expect(heard).toContain('"scenarioName":"watched"')
      expect(await textOf(`${url}report`)).toBe(readFileSync(join(cwd, 'run', 'report.html'), 'utf8'))
      const { leftBehind } = await cli.result
      expect(leftBehind).toEqual([])
      const compared = await runCli(['compare', 'run', 'run', '--html', 'both.html'], { cwd })
      expect(compared.code).toBe(0)
      expect(readFileSync(join(cwd, 'both.html'), 'utf8')).toContain('watched')
    })
  })
})
