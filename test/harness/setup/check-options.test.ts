import { describe, expect, it } from 'vitest'
import { UserError } from '../../../core/user-error.ts'
import { checkOptions } from '../../../harness/setup/check-options.ts'
import type { RunOptions } from '../../../harness/setup/run-options.ts'

function refusal(options: unknown): string {
  try {
    checkOptions(options as RunOptions)
  } catch (error) {
    if (error instanceof UserError) return error.message
    throw error
  }
  return 'accepted'
}

describe('checkOptions', () => {
  it('accepts every option', () => {
    const options: Required<RunOptions> = {
      cwd: '/project',
      target: 'http://127.0.0.1:8080',
      metrics: 'http://127.0.0.1:9100/metrics',
      layout: 'lab',
      seed: 0,
      engine: 'raw',
      timers: 'sparing',
      workers: 1,
      generators: 4,
      join: 'nats://broker.example:4222',
      run: 'nightly-7',
      repeat: 2,
      baseline: 'reports/runs/steady/latest',
      margin: 0.1,
      abortGraceSeconds: 5,
      allowHosts: ['shop.example:8443', '*.shop.example'],
      preflight: false,
      prometheus: { kind: 'remote', url: 'http://127.0.0.1:9090' },
      layouts: { layouts: [] },
      out: 'out',
      runs: 'reports/runs',
      junit: { inconclusive: 'failure' },
      signal: new AbortController().signal,
      display: { start: () => {}, update: () => {}, stop: () => {} },
      environment: process.env,
      replay: (seed) => `again ${seed}`,
    }
    expect(refusal(options)).toBe('accepted')
    expect(refusal({ prometheus: { kind: 'local' }, seed: undefined })).toBe('accepted')
  })

  it.each([
    [
      { prometheus: 'locall' },
      `option prometheus of a run: expected { kind: 'embedded' }, { kind: 'local' } or { kind: 'remote', url: 'http://…' }, got "locall"`,
    ],
    [
      { prometheus: { kind: 'remote', url: 'prometheus:9090' } },
      /^option prometheus of a run: .*, got a mapping of kind, url$/,
    ],
    [{ prometheus: { kind: 'constructor' } }, /^option prometheus of a run: /],
    [{ repeats: 3 }, /^options of a run: expected .*, got "repeats" \(did you mean repeat\?\)$/],
    [{ repeat: 0 }, 'option repeat of a run: expected a whole number from 1 to 1000, got 0'],
    [{ timers: 'spining' }, 'option timers of a run: expected one of auto, sparing, spinning, got "spining"'],
    [{ engine: 'rawer' }, 'option engine of a run: expected one of auto, autocannon, raw, got "rawer"'],
    [{ workers: 1.5 }, 'option workers of a run: expected a whole number from 1 to 64, got 1.5'],
    [{ seed: '7' }, 'option seed of a run: expected a whole number from 0 to 4294967295, got "7"'],
    [{ margin: Number.NaN }, 'option margin of a run: expected a fraction such as 0.1, got NaN'],
    [{ abortGraceSeconds: -1 }, 'option abortGraceSeconds of a run: expected seconds, 0 or more, got -1'],
    [{ out: '' }, 'option out of a run: expected the path of a folder, got ""'],
    [
      { display: { start: () => {} } },
      /^option display of a run: expected an object with the methods start, update and stop/,
    ],
    [{ junit: { inconclusive: 'fail' } }, /^option junit of a run: /],
    [null, 'options of a run: expected an object, got nothing'],
  ])('refuses %j with a user error', (options, message) => {
    if (typeof message === 'string') expect(refusal(options)).toBe(message)
    else expect(refusal(options)).toMatch(message)
  })
})
