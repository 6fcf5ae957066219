import { describe, expect, it } from 'vitest'
import { type BlameRun, blameTables, isWrong } from '../../../bench/goals/blame-tables.ts'
import type { Verdict } from '../../../core/report/worst-verdict.ts'

function run(isSlow: boolean, verdict: Verdict): BlameRun {
  return {
    service: { name: isSlow ? 'slow one' : 'fast one', isSlow, objective: 'p95 < 50ms', shape: () => ({}) },
    circumstances: { name: 'alone', neighbours: 0 },
    engine: 'raw',
    connections: 4,
    load: 1,
    rate: 1000,
    verdict,
    reason: 'because',
  }
}

describe('isWrong', () => {
  it.each([
    ['a fast service', 'pass', false, false],
    ['a fast service', 'inconclusive', false, false],
    ['a fast service', 'fail', false, true],
    ['a slow service', 'pass', true, true],
    ['a slow service', 'inconclusive', true, false],
    ['a slow service', 'fail', true, false],
  ] as const)('%s called %s', (_, verdict, isSlow, expected) => {
    expect(isWrong(run(isSlow, verdict))).toBe(expected)
  })
})

describe('blameTables', () => {
  it('counts blames and acquittals apart, and names each wrong run', () => {
    const runs = [run(false, 'pass'), run(false, 'fail'), run(true, 'pass'), run(true, 'fail')]
    const lines = blameTables(runs, { discarded: 2, failures: [] })
    expect(lines).toContain('| fast one (fine) | 2 | 1 | 0 | 1 | 1 | 0 |')
    expect(lines).toContain('| slow one (slow) | 2 | 1 | 0 | 1 | 0 | 1 |')
    expect(lines.filter((line) => line.startsWith('- wrong '))).toHaveLength(2)
    expect(lines[0]).toContain('4 runs')
    expect(lines[0]).toContain('2 more were discarded')
  })
})
