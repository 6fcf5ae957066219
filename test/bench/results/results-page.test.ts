import { describe, expect, it } from 'vitest'
import { resultsPage } from '../../../bench/results/results-page.ts'
import { goal } from '../../../bench/results/section.ts'

const SURROUNDINGS = {
  machine: '2 × a processor, Node 20.20.2',
  programs: [
    { name: 'wrk', version: '4.1.0' },
    { name: 'hey', version: null },
  ],
}
const EXTENT = { rounds: 5, attempts: 4, seconds: 4, blameRuns: 200, smoke: false }
const BAR = ['≥ 1.5 ×', (value: number) => value >= 1.5] as const
const shown = (value: number) => `${value.toFixed(2)} ×`

describe('resultsPage', () => {
  it('says for each goal whether it holds, and where too few rounds were calm', () => {
    const goals = [goal('raw', BAR, 1.61, shown), goal('harness', BAR, 1.4, shown), goal('nginx', BAR, null, shown)]
    const measured = {
      name: 'closed-loop',
      measuredAt: '2026-01-02T03:04:05Z',
      machine: SURROUNDINGS.machine,
      extent: EXTENT,
    }
    const page = resultsPage([{ ...measured, title: 'Closed loop', lines: ['a table'], goals }], SURROUNDINGS)
    expect(page).toContain('| raw | ≥ 1.5 × | 1.61 × | yes |')
    expect(page).toContain('| harness | ≥ 1.5 × | 1.40 × | **no** |')
    expect(page).toContain('| nginx | ≥ 1.5 × | too few calm rounds | – |')
    expect(page).toContain('- 2 × a processor')
    expect(page).toContain('_Measured on 2026-01-02 03:04 UTC: up to 5 rounds of 4 s')
    expect(page).toContain('wrk 4.1.0; not installed, and left out: hey')
    expect(page).toContain('## Closed loop\n\na table')
  })
})
