import { describe, expect, it } from 'vitest'
import { type MeasuredSection, withEarlierSections } from '../../../bench/results/measured-section.ts'

const NAMES = ['start-up', 'closed-loop', 'blame']

function section(name: string, measuredAt: string, machine = 'this machine'): MeasuredSection {
  const extent = { rounds: 5, attempts: 4, seconds: 4, blameRuns: 200, smoke: false }
  return { name, title: name, lines: [], goals: [], measuredAt, machine, extent }
}

describe('withEarlierSections', () => {
  it('replaces what was measured anew and keeps the rest, in the order of the benchmarks', () => {
    const earlier = [section('start-up', 'Monday'), section('blame', 'Monday')]
    const sections = withEarlierSections([section('blame', 'Tuesday')], earlier, NAMES)
    expect(sections.map(({ name, measuredAt }) => [name, measuredAt])).toEqual([
      ['start-up', 'Monday'],
      ['blame', 'Tuesday'],
    ])
  })

  it('leaves out what another machine measured', () => {
    const earlier = [section('start-up', 'Monday', 'another machine')]
    expect(withEarlierSections([section('blame', 'Tuesday')], earlier, NAMES).map(({ name }) => name)).toEqual([
      'blame',
    ])
  })
})
