import { describe, expect, it } from 'vitest'
import { inTemporaryFolder, runCli } from '../support/run-cli.ts'

describe('sla-harness list', () => {
  it('prints the scenarios that match, and how to run one', async () => {
    const { stdout, stderr, code } = await inTemporaryFolder((cwd) => runCli(['list', 'lag*'], { cwd }))
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
    expect(stdout).toMatch(/^scenario +takes +expected +question\nlag-spike +/)
    expect(stdout).toMatch(/scenario <name or file>\n$/)
  })

  it('prints them as JSON', async () => {
    const { stdout, code } = await inTemporaryFolder((cwd) => runCli(['list', 'steady', '--json'], { cwd }))
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      scenarios: [
        {
          name: 'steady',
          question: expect.any(String),
          file: expect.stringMatching(/scenarios\/steady\.yaml$/),
          durationSeconds: expect.any(Number),
          expectedVerdict: 'pass',
          problem: null,
        },
      ],
    })
  })

  it('exits with 2 where a file that was named is no scenario', async () => {
    const { stdout, stderr, code } = await inTemporaryFolder((cwd) => runCli(['list', 'no.yaml'], { cwd }))
    expect(code).toBe(2)
    expect(stderr).toBe('no.yaml: expected a scenario file, got no such file\n')
    expect(stdout).toMatch(/^no\.yaml .*cannot be run$/m)
  })
})
