// What to do where the clocks of generators and of whoever scraped the service were too far apart for a finding: what makes
// up the distance of the generator that was furthest away.

import type { Advice } from '../../../core/report/advice.ts'
import type { Report, ReportedSingleGenerator } from '../../../core/report/report.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { generatorInWords } from '../../generator/generator-words.ts'

export function adviseClocks(report: Report): Advice[] {
  const { generator, alerts, sla } = report
  const { generators: each = [], clocks } = generator
  // Then no finding holds, however near the clocks are.
  if (generator.overloaded) return []
  const furthest = each.find(({ number }) => number === clocks?.generator)
  if (clocks === undefined || furthest === undefined) return []
  const undecided = alerts.find(({ doubt }) => doubt === 'clocks')
  const unknown = sla.find(({ estimateDoubt }) => estimateDoubt !== undefined)
  const figure = undecided?.reason ?? unknown?.estimateDoubt
  if (figure === undefined) return []
  return [
    {
      kind: 'clocks',
      weight: undecided === undefined ? 'misleads' : 'decides',
      about: undecided?.name ?? unknown?.objective ?? null,
      action: `${nearer(furthest, each.length)}, or ${undecided === undefined ? 'make the phase longer' : 'give the alert more time'}.`,
      figure,
    },
  ]
}

/** What would bring it nearer, by what makes up most of its distance. */
function nearer(generator: ReportedSingleGenerator, count: number): string {
  const who = generatorInWords(generator, count)
  const { clock, startSkewSeconds } = generator
  if (clock === null) return `Let ${who} answer whoever leads the run before it sends: its clock was never read`
  const late = Math.abs(startSkewSeconds ?? 0)
  const { uncertaintySeconds, apartAtMostSeconds } = clock
  if (late > Math.max(uncertaintySeconds, apartAtMostSeconds / 2))
    return `Find what made ${who} start ${formatDuration(late)} late, such as other work there`
  if (uncertaintySeconds >= apartAtMostSeconds / 2)
    return `Shorten the way between ${who}, the broker and whoever leads the run: its clock is known to ${formatDuration(uncertaintySeconds)}, half the shortest round trip`
  return `Let the clock of ${who} settle, which a time service may have been adjusting: it went up to ${formatDuration(apartAtMostSeconds)} astray during the run`
}
