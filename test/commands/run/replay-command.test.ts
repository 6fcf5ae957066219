import { describe, expect, it } from 'vitest'
import { replayCommand } from '../../../commands/run/replay-command.ts'

const NPM_SCRIPT = { call: 'npm run', isNpmScript: true }

describe('replayCommand', () => {
  it('leaves out options that have their default', () => {
    const options = { seed: 7, workers: 1, repeat: 1, margin: 0.1, prometheus: { kind: 'embedded' } } as const
    expect(replayCommand(NPM_SCRIPT, 'scenario', 'spike', options)).toBe('npm run scenario spike -- --seed 7')
  })

  it('names every option that decides what the run does, without secrets', () => {
    const options = {
      seed: 7,
      target: 'http://me:pass@127.0.0.1:8080',
      metrics: 'http://127.0.0.1:9100/metrics?token=abc',
      prometheus: { kind: 'remote', url: 'http://u:p@127.0.0.1:9090' },
      layout: 'lab',
      engine: 'raw',
      timers: 'spinning',
      workers: 2,
      repeat: 3,
      abortGraceSeconds: 5,
      baseline: 'before',
      margin: 0.2,
    } as const
    expect(replayCommand(NPM_SCRIPT, 'scenario', 'spike', options)).toBe(
      "npm run scenario spike -- --seed 7 --target 'http://[redacted]@127.0.0.1:8080' --metrics 'http://127.0.0.1:9100/metrics?token=[redacted]' --prometheus 'http://[redacted]@127.0.0.1:9090' --layout lab --engine raw --timers spinning --workers 2 --repeat 3 --abort 5s --baseline before --margin 20%",
    )
  })

  it('puts further flags behind the seed', () => {
    expect(replayCommand(NPM_SCRIPT, 'buckets', 'lab', { seed: 1 }, ["--layout 'native(4)'"])).toBe(
      "npm run buckets lab -- --seed 1 --layout 'native(4)'",
    )
  })

  it('has the generators of a run, and the broker that they join', () => {
    const options = { seed: 7, generators: 4, join: 'nats://broker.example:4222' }
    expect(replayCommand(NPM_SCRIPT, 'scenario', 'spike', options)).toMatch(
      / --seed 7 --generators 4 --join nats:\/\/broker\.example:4222$/,
    )
  })
})
