import { describe, expect, it } from 'vitest'
import { scenarioText, valueAt } from '../../../bench/peers/run-harness.ts'
import { parseScenario } from '../../../scenario-file/parse-scenario.ts'

describe('scenarioText', () => {
  const common = { url: 'http://127.0.0.1:8080/', engine: 'raw', seconds: 4 } as const

  it.each([
    ['users', { ...common, traffic: { users: 50 }, warmUpSeconds: 1.5 }],
    ['a rate', { ...common, traffic: { rate: 5000 }, sla: ['p95 < 20ms'], timeoutSeconds: 3 }],
  ])('is a scenario with %s', (_, run) => {
    const source = {
      text: scenarioText(run),
      file: 'bench.yaml',
      shownAs: 'bench.yaml',
      kindOfFile: () => 'file' as const,
    }
    expect(parseScenario(source).load.phases.at(-1)?.durationSeconds).toBe(4)
  })
})

describe('valueAt', () => {
  const samples = [
    { atMs: 100, value: 1 },
    { atMs: 200, value: 3 },
  ]

  it.each([
    [50, 1],
    [150, 2],
    [200, 3],
    [300, 3],
  ])('is read at %i ms as %f', (atMs, expected) => {
    expect(valueAt(samples, atMs)).toBe(expected)
  })

  it('is unknown without samples', () => {
    expect(valueAt([], 1)).toBeNaN()
  })
})
