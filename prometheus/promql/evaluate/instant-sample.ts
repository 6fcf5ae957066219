// One element of an instant vector.

import { dropLabels, labelSignature, rememberedFor } from '../../series/labels.ts'
import { type Labels, METRIC_NAME } from '../../series/series.ts'
import type { Expression } from '../expression/expression.ts'
import { EvaluationError } from './evaluation-error.ts'

export interface InstantSample {
  readonly labels: Labels
  readonly value: number
}

/** A calculated value is no longer the metric that it was calculated from, so it loses the name. */
export const withoutName: (labels: Labels) => Labels = rememberedFor((labels) => dropLabels(labels, [METRIC_NAME]))

/** @throws EvaluationError where two results of this expression have the same labels */
export function assertDistinct(samples: readonly InstantSample[], expression: Expression): readonly InstantSample[] {
  const seen = new Set(samples.map(({ labels }) => labelSignature(labels)))
  if (seen.size < samples.length)
    throw new EvaluationError('vector cannot contain metrics with the same labelset', expression)
  return samples
}
