// What `push` refuses before anything is sent.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { inTemporaryFolder, runCli } from '../support/run-cli.ts'
import { SAMPLE_REPORTS } from '../support/sample-reports.ts'

it.each([
  [['push'], {}, /required option '--push <where>' not specified/],
  [['push', '--push', 'nowhere'], {}, /^--push: expected the URL of a Prometheus, .* got "nowhere"\n$/],
  [
    ['push', '--push', 'http://joe:secret-word@127.0.0.1:1'],
    {},
    /^--push: expected a URL without credentials; they go into SLA_HARNESS_PUSH_TOKEN/,
  ],
  [['push'], { SLA_HARNESS_PUSH: 'http://127.0.0.1:1' }, /^reports\/runs: expected a run, got none yet/],
  [['scenario', 'steady', '--push', 'nowhere'], {}, /^--push: expected the URL of a Prometheus/],
])('%j with %j', async (args, env, message) => {
  await inTemporaryFolder(async (cwd) => {
    const { code, stdout, stderr } = await runCli(args, { cwd, env })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(message)
    expect(stderr).not.toContain('secret-word')
  })
})

it('refuses a run that was simulated: nobody has felt it', async () => {
  await inTemporaryFolder(async (cwd) => {
    const machine = { wakeLatenessSeconds: 0, exchangeSeconds: 0, restartSeconds: 0, scrapeSeconds: 0 }
    const simulated = {
      ...SAMPLE_REPORTS['passing-spike'],
      verdict: 'inconclusive',
      simulation: { verdict: 'pass', machine },
    }
    writeFileSync(join(cwd, 'report.json'), JSON.stringify(simulated))
    const { code, stderr } = await runCli(['push', 'report.json', '--push', 'http://127.0.0.1:1'], { cwd })
    expect([code, stderr]).toEqual([2, '.: expected a run of a service, got a simulated one, which nobody has felt\n'])
  })
})
