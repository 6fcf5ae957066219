// Replays one record through layouts × ranges × `for`, so that a rule and its buckets can be chosen together.

import type {
  Firing,
  Incident,
  QuantileThreshold,
  RuleMatrix,
  RuleMatrixRow,
} from '../../../core/report/layout-comparison.ts'
import { type AnalysisRequest, evaluationCount } from '../analysis-request.ts'
import { type BucketedRecord, bucketRecords, estimateIn } from '../record/bucketed-record.ts'
import { movingExact, movingQuantiles } from '../record/moving-window.ts'
import { findIncidents } from './find-incidents.ts'
import { overlap, replayAlert } from './replay-alert.ts'

export interface RuleChoices {
  readonly rangesSeconds: readonly number[]
  readonly forsSeconds: readonly number[]
}

export const USUAL_RULE_CHOICES: RuleChoices = { rangesSeconds: [30, 60, 300], forsSeconds: [0, 30, 60, 300] }

/** The quantile over a moving window at each evaluation, as a layout or the exact record gives it. */
interface Source {
  readonly name: string
  readonly quantileOver: (rangeSeconds: number) => Float64Array
}

export interface RuleMatrixOptions {
  /** When the service really was too slow; searched in the record unless given. */
  readonly incidents?: readonly Incident[]
  readonly choices?: RuleChoices
  /** The record in each layout's buckets; computed unless given. */
  readonly bucketed?: readonly BucketedRecord[]
}

/** A detection counts until one range after the incident's end, because the window contains a part of it until then. */
export function ruleMatrix(
  request: AnalysisRequest,
  judged: QuantileThreshold,
  options: RuleMatrixOptions = {},
): RuleMatrix {
  const incidents = options.incidents ?? findIncidents(request.record, judged)
  const choices = options.choices ?? USUAL_RULE_CHOICES
  const bucketed = options.bucketed ?? bucketRecords(request.record, request.layouts)
  const rows = sources(request, judged, bucketed).flatMap(({ name, quantileOver }) =>
    choices.rangesSeconds.flatMap((rangeSeconds) => {
      const values = quantileOver(rangeSeconds)
      return choices.forsSeconds.map((forSeconds): RuleMatrixRow => {
        const timing = { thresholdSeconds: judged.thresholdSeconds, forSeconds, keepFiringForSeconds: 0 }
        const { firings } = replayAlert(values, request.record.firstSecond + 1, timing)
        return { layout: name, rangeSeconds, forSeconds, ...detections(firings, incidents, rangeSeconds) }
      })
    }),
  )
  return { quantile: judged.quantile, thresholdSeconds: judged.thresholdSeconds, incidents, rows }
}

function sources(
  request: AnalysisRequest,
  { quantile }: QuantileThreshold,
  bucketed: readonly BucketedRecord[],
): Source[] {
  const { record } = request
  const evaluations = evaluationCount(request)
  return [
    {
      name: 'exact',
      quantileOver: (range) => movingExact(record, range, evaluations, [quantile]).quantiles[0] as Float64Array,
    },
    ...request.layouts.map((layout, i) => {
      const counts = bucketed[i] as BucketedRecord
      const read = (range: number) =>
        movingQuantiles(
          counts.rows,
          range,
          evaluations,
          [quantile],
          (window) => estimateIn(counts, window, quantile).value,
        )
      return { name: layout.name, quantileOver: (range: number) => read(range)[0] as Float64Array }
    }),
  ]
}

function detections(
  firings: readonly Firing[],
  incidents: readonly Incident[],
  rangeSeconds: number,
): Pick<RuleMatrixRow, 'detectionSeconds' | 'worstDetectionSeconds' | 'misses' | 'falseAlarms'> {
  const due = incidents.map(({ startSeconds, endSeconds }) => ({
    fromSeconds: startSeconds,
    toSeconds: endSeconds + rangeSeconds,
  }))
  const detectionSeconds = due.map((incident) => {
    const seen = firings.find((firing) => overlap(firing, incident))
    return seen ? Math.max(0, seen.fromSeconds - incident.fromSeconds) : null
  })
  const detected = detectionSeconds.filter((seconds) => seconds !== null)
  return {
    detectionSeconds,
    worstDetectionSeconds: detected.length === 0 ? null : Math.max(...detected),
    misses: detectionSeconds.length - detected.length,
    falseAlarms: firings.filter((firing) => !due.some((incident) => overlap(firing, incident))).length,
  }
}
