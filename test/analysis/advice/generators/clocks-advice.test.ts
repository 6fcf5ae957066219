import { describe, expect, it } from 'vitest'
import { adviseClocks } from '../../../../analysis/advice/generators/clocks-advice.ts'
import type { AlertFinding, Report, ReportedSingleGenerator } from '../../../../core/report/report.ts'
import { SAMPLE_REPORTS } from '../../../support/sample-reports.ts'
import { singleGenerators } from '../../../support/single-generators.ts'

const spike: Report = SAMPLE_REPORTS['passing-spike']
const [alert] = spike.alerts as [AlertFinding]
const [objective] = spike.sla as [Report['sla'][number]]
const [far] = singleGenerators(1, 'elsewhere') as [ReportedSingleGenerator]
const clock = far.clock as NonNullable<ReportedSingleGenerator['clock']>

function apart(change: Partial<ReportedSingleGenerator>, parts: Partial<Report> = {}): Report {
  const generators = singleGenerators(2, 'elsewhere', { 2: change })
  const generator = { ...spike.generator, generators, clocks: { apartAtMostSeconds: 3, generator: 2 } }
  const undecided: AlertFinding = { ...alert, finding: 'inconclusive', doubt: 'clocks', reason: 'Too far apart.' }
  return { ...spike, generator, alerts: [undecided], ...parts }
}

describe('where clocks are too far apart for a finding', () => {
  it.each<[string, Partial<ReportedSingleGenerator>, RegExp]>([
    [
      'it was never read',
      { clock: null },
      /^Let generator 2 of 2 \(load-2 on host-2\) answer whoever leads the run before it sends: its clock was never read, or give the alert more time\.$/,
    ],
    [
      'the way is long',
      { clock: { ...clock, uncertaintySeconds: 2, apartAtMostSeconds: 3 } },
      /^Shorten the way between generator 2 of 2 .*: its clock is known to 2s, half the shortest round trip/,
    ],
    [
      'it started late',
      { startSkewSeconds: 2.5, clock: { ...clock, apartAtMostSeconds: 0.5 } },
      /^Find what made generator 2 of 2 .* start 2\.5s late, such as other work there/,
    ],
    [
      'it was adjusted meanwhile',
      { clock: { ...clock, uncertaintySeconds: 0.001, apartAtMostSeconds: 3 } },
      /^Let the clock of generator 2 of 2 .* settle, .*: it went up to 3s astray during the run/,
    ],
  ])('%s', (_, change, action) => {
    expect(adviseClocks(apart(change))).toEqual([
      {
        kind: 'clocks',
        weight: 'decides',
        about: alert.name,
        action: expect.stringMatching(action),
        figure: 'Too far apart.',
      },
    ])
  })

  it('an estimate alone misleads, and decides nothing', () => {
    const sla = [{ ...objective, estimateDoubt: 'Of the phase.' }]
    expect(adviseClocks(apart({ clock: null }, { alerts: [], sla }))).toMatchObject([
      { weight: 'misleads', about: objective.objective, action: expect.stringMatching(/make the phase longer\.$/) },
    ])
  })

  it('says nothing where no finding asks for both clocks, and where none holds anyway', () => {
    expect(adviseClocks(apart({}, { alerts: [] }))).toEqual([])
    const report = apart({})
    expect(adviseClocks({ ...report, generator: { ...report.generator, overloaded: true } })).toEqual([])
    expect(adviseClocks(spike)).toEqual([])
  })
})
