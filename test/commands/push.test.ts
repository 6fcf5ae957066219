// What `push` refuses before anything is sent.

import { expect, it } from 'vitest'
import { inTemporaryFolder, runCli } from '../support/run-cli.ts'

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
