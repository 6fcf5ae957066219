// One element of an instant vector.

import { dropLabels, labelSignature, rememberedFor } from '../../series/labels.ts'
import type { Labels } from '../../series/series.ts'
import type { Expression } from '../expression/expression.ts'
import { EvaluationError } from './evaluation-error.ts'

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
