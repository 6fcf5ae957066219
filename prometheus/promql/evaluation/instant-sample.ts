// One element of an instant vector.

import type { Labels } from '../../series.ts'
import { EvaluationError } from '../evaluation-error.ts'
import type { Expression } from '../expression.ts'
import { dropLabels, labelSignature, rememberedFor } from '../labels.ts'

export interface InstantSample {
  readonly labels: Labels
  readonly value: number
}

const NAME = ['__name__']

/** A value that was calculated from a metric is no longer that metric. */
export const withoutName: (labels: Labels) => Labels = rememberedFor((labels) => dropLabels(labels, NAME))

/** @throws EvaluationError where two results of this expression have the same labels */
export function assertDistinct(samples: readonly InstantSample[], expression: Expression): readonly InstantSample[] {
  const seen = new Set(samples.map(({ labels }) => labelSignature(labels)))
  if (seen.size < samples.length)
    throw new EvaluationError('vector cannot contain metrics with the same labelset', expression)
  return samples
}
