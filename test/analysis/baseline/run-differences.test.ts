import { describe, expect, it } from 'vitest'
import { type ComparedRun, runDifferences } from '../../../analysis/baseline/run-differences.ts'
import { SAMPLE_REPORTS } from '../../support/sample-reports.ts'

const { scenario, run } = SAMPLE_REPORTS['passing-spike']

function sideOf(resolved: unknown, changes: Partial<ComparedRun['run']> = {}): ComparedRun {
  return { scenario: { ...scenario, resolved }, run: { ...run, ...changes } }
}

describe('runDifferences', () => {
  it('finds none between a run and itself, written and read back', () => {
    const resolved = { load: { rate: 20, most: Number.POSITIVE_INFINITY, nothing: undefined } }
    expect(runDifferences(sideOf(resolved), sideOf(JSON.parse(JSON.stringify(resolved))))).toEqual([])
  })

  it.each([
    {
      sentence: 'a value deep inside',
      before: { load: { phases: [{ rate: 20 }, { rate: 40 }] } },
      after: { load: { phases: [{ rate: 20 }, { rate: 80 }] } },
      difference: { what: 'load.phases[1].rate', before: '40', after: '80' },
    },
    { sentence: 'one that is new', before: {}, after: { a: 1 }, difference: { what: 'a', before: 'none', after: '1' } },
    {
      sentence: 'one that is gone',
      before: { a: 1 },
      after: {},
      difference: { what: 'a', before: '1', after: 'none' },
    },
  ])('tells $sentence', ({ before, after, difference }) => {
    expect(runDifferences(sideOf(before), sideOf(after))).toEqual([{ about: 'scenario', ...difference }])
  })

  it('lists the seed once, and the machine', () => {
    const before = sideOf({ load: { seed: 1 } }, { seed: 1, cpuCount: 8, nodeVersion: 'v20.19.0' })
    const after = sideOf({ load: { seed: 2 } }, { seed: 2, cpuCount: 2, nodeVersion: 'v22.0.0' })
    expect(runDifferences(before, after)).toEqual([
      { about: 'seed', what: 'seed', before: '1', after: '2' },
      { about: 'environment', what: 'cpu count', before: '8', after: '2' },
      { about: 'environment', what: 'Node', before: 'v20.19.0', after: 'v22.0.0' },
    ])
  })
})
