// One record replayed through layouts × ranges × `for`, so that a rule and its buckets are chosen together.

import type {
  Firing,
  Incident,
  QuantileThreshold,
  RuleMatrix,
  RuleMatrixRow,
} from '../../../core/report/layout-comparison.ts'
import { evaluationCount, type LayoutQuestion } from '../analysis-request.ts'
import { type BucketedRecord, bucketRecords, estimateIn } from '../record/bucketed-record.ts'
import { movingExact, movingQuantiles } from '../record/moving-window.ts'
import { findIncidents } from './find-incidents.ts'
import { overlap, replayAlert } from './replay-rule.ts'

export interface RuleChoices {
  readonly rangesSeconds: readonly number[]
  readonly forsSeconds: readonly number[]
}

export const USUAL_RULE_CHOICES: RuleChoices = { rangesSeconds: [30, 60, 300], forsSeconds: [0, 30, 60, 300] }

/** The quantile over a moving window, evaluation by evaluation, as a layout (or the exact record) has it. */
interface Source {
  readonly name: string
  readonly quantileOver: (rangeSeconds: number) => Float64Array
}

export interface RuleMatrixOptions {
  /** When the service really was too slow; found in the record where they are not known. */
  readonly incidents?: readonly Incident[]
  readonly choices?: RuleChoices
  /** The record in each layout's buckets, where it is at hand. */
  readonly bucketed?: readonly BucketedRecord[]
}

/** A detection counts until one range after the incident's end: that long a window still holds some of it. */
export function ruleMatrix(
  question: LayoutQuestion,
  judged: QuantileThreshold,
  options: RuleMatrixOptions = {},
): RuleMatrix {
  const incidents = options.incidents ?? findIncidents(question.record, judged)
  const choices = options.choices ?? USUAL_RULE_CHOICES
  const bucketed = options.bucketed ?? bucketRecords(question.record, question.layouts)
  const rows = sources(question, judged, bucketed).flatMap(({ name, quantileOver }) =>
    choices.rangesSeconds.flatMap((rangeSeconds) => {
      const values = quantileOver(rangeSeconds)
      return choices.forsSeconds.map((forSeconds): RuleMatrixRow => {
        const timing = { thresholdSeconds: judged.thresholdSeconds, forSeconds, keepFiringForSeconds: 0 }
        const { firings } = replayAlert(values, question.record.firstSecond + 1, timing)
        return { layout: name, rangeSeconds, forSeconds, ...detections(firings, incidents, rangeSeconds) }
      })
    }),
  )
  return { quantile: judged.quantile, thresholdSeconds: judged.thresholdSeconds, incidents, rows }
}

function sources(
  question: LayoutQuestion,
  { quantile }: QuantileThreshold,
  bucketed: readonly BucketedRecord[],
): Source[] {
  const { record } = question
  const evaluations = evaluationCount(question)
  return [
    {
      name: 'exact',
      quantileOver: (range) => movingExact(record, range, evaluations, [quantile]).quantiles[0] as Float64Array,
    },
    ...question.layouts.map((layout, i) => {
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
