import type { SlaFinding } from '../../../core/report/report.ts'
import { parseObjective } from '../../../core/scenario/parse-objective.ts'
import type { IntervalChart } from './chart-data.ts'

/** One finding as a chart: its interval against its limit. Null where nothing was observed. */
export function intervalChart(finding: SlaFinding): IntervalChart | null {
  const { observed, unbounded, interval, limit, unit, estimate } = finding
  if (observed === null && !unbounded) return null
  const kind = parseObjective(finding.objective)?.kind
  return {
    kind: 'interval',
    unit,
    good: kind === 'achieved' || kind === 'under' ? 'above' : 'below',
    limit,
    observed,
    unbounded,
    lower: interval?.lower ?? null,
    upper: interval?.upper ?? null,
    estimate,
    finding: finding.finding,
  }
}
