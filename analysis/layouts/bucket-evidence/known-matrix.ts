// Layouts × ranges × `for` as far as buckets tell: only where they tell when the service really was too slow.

import { quantileName } from '../../../core/latency/quantile.ts'
import type { Incident, QuantileThreshold, RuleMatrix, RuleMatrixRow } from '../../../core/report/layout-comparison.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { times } from '../../../core/text/plural.ts'
import type { AnalysisRequest } from '../analysis-request.ts'
import { findIncidents } from '../replay-alert/find-incidents.ts'
import { ruleMatrix } from '../replay-alert/rule-matrix.ts'
import type { Reading, Readings } from './readings.ts'

export interface KnownMatrix {
  readonly matrix: RuleMatrix | null
  /** Why there is none. */
  readonly matrixUntoldBecause: string | null
}

export function knownMatrix(request: AnalysisRequest, { low, high }: Readings, judged: QuantileThreshold): KnownMatrix {
  const [surely, possibly] = [findIncidents(low.record, judged), findIncidents(high.record, judged)]
  if (JSON.stringify(surely) !== JSON.stringify(possibly))
    return { matrix: null, matrixUntoldBecause: untoldSentence(judged, surely, possibly) }
  const of = ({ record, bucketed }: Reading) =>
    ruleMatrix({ ...request, record }, judged, { incidents: surely, bucketed })
  const [ifLow, ifHigh] = [of(low), of(high)]
  return {
    matrix: { ...ifLow, rows: ifLow.rows.map((row, i) => toldRow(row, ifHigh.rows[i])) },
    matrixUntoldBecause: null,
  }
}

function toldRow(row: RuleMatrixRow, other: RuleMatrixRow | undefined): RuleMatrixRow {
  if (JSON.stringify(row) === JSON.stringify(other)) return row
  const unknown = row.detectionSeconds.map(() => null)
  return { ...row, detectionSeconds: unknown, worstDetectionSeconds: null, misses: 0, falseAlarms: 0, isUntold: true }
}

function untoldSentence(
  { quantile, thresholdSeconds }: QuantileThreshold,
  surely: readonly Incident[],
  possibly: readonly Incident[],
): string {
  const [name, limit] = [quantileName(quantile), formatDuration(thresholdSeconds)]
  const sure = surely.length === 0 ? 'at no time' : times(surely.length)
  return `When the ${name} was above ${limit} cannot be told: over ten seconds it surely was ${sure}, and may have been ${times(possibly.length)}. So nothing says how soon a rule should have fired.`
}
