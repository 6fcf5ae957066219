// Binary operations between two vectors, or a vector and a number.
// Source: prometheus/prometheus promql/engine.go, VectorBinop, VectorscalarBinop, VectorAnd, VectorOr, VectorUnless.

import {
  dropLabels,
  formatLabels,
  keepLabels,
  labelSignature,
  labelValue,
  setLabel,
  signatureOf,
} from '../../series/labels.ts'
import { type Labels, METRIC_NAME } from '../../series/series.ts'
import { type Binary, isArithmetic, isComparison, type VectorMatching } from '../expression/expression.ts'
import { EvaluationError } from './evaluation-error.ts'
import { type InstantSample, withoutName } from './instant-sample.ts'
import { calculate, compares } from './operate.ts'

type Samples = readonly InstantSample[]

/** @param scalarSide the side of the number; a filter returns the vector's value, whichever side that is */
export function vectorAndScalar(
  binary: Binary,
  samples: Samples,
  scalar: number,
  scalarSide: 'left' | 'right',
): InstantSample[] {
  return samples.flatMap(({ labels, value }) => {
    const [left, right] = scalarSide === 'left' ? [scalar, value] : [value, scalar]
    const result = combined(binary, left, right, value)
    return result === undefined ? [] : [{ labels: changesMetric(binary) ? withoutName(labels) : labels, value: result }]
  })
}

export function vectorAndVector(
  binary: Binary,
  matching: VectorMatching,
  left: Samples,
  right: Samples,
): InstantSample[] {
  switch (binary.operator) {
    case 'and':
    case 'unless': {
      const partners = new Set(right.map(({ labels }) => matchSignature(labels, matching)))
      return left.filter(({ labels }) => partners.has(matchSignature(labels, matching)) === (binary.operator === 'and'))
    }
    case 'or': {
      const taken = new Set(left.map(({ labels }) => matchSignature(labels, matching)))
      return [...left, ...right.filter(({ labels }) => !taken.has(matchSignature(labels, matching)))]
    }
    default:
      return joined(binary, matching, left, right)
  }
}

/** Joins each sample of the many side with its partner on the one side. Without grouping, left is the many side. */
function joined(binary: Binary, matching: VectorMatching, left: Samples, right: Samples): InstantSample[] {
  const swapped = matching.manySide === 'right'
  const [many, one] = swapped ? [right, left] : [left, right]
  if (many.length === 0 || one.length === 0) return []
  const partners = partnersBySignature(binary, matching, one)
  const matched = new Set<string>()
  return many.flatMap((sample) => {
    const signature = matchSignature(sample.labels, matching)
    const partner = partners.get(signature)
    if (!partner) return []
    const [l, r] = swapped ? [partner, sample] : [sample, partner]
    const value = combined(binary, l.value, r.value, l.value)
    if (value === undefined) return []
    const labels = resultLabels(binary, matching, sample.labels, partner.labels)
    refuseSecondMatch(binary, matching, matched, signature, labels)
    return [{ labels, value }]
  })
}

function partnersBySignature(binary: Binary, matching: VectorMatching, one: Samples): Map<string, InstantSample> {
  const partners = new Map<string, InstantSample>()
  for (const sample of one) {
    const signature = matchSignature(sample.labels, matching)
    const other = partners.get(signature)
    if (other) {
      const side = matching.manySide === 'right' ? 'left' : 'right'
      const pair = `${formatLabels(sample.labels)}, ${formatLabels(other.labels)}`
      throw new EvaluationError(
        `found duplicate series for the match group on the ${side} hand-side of the operation: [${pair}]; ` +
          'many-to-many matching not allowed: matching labels must be unique on one side',
        binary,
      )
    }
    partners.set(signature, sample)
  }
  return partners
}

function refuseSecondMatch(
  binary: Binary,
  { manySide }: VectorMatching,
  matched: Set<string>,
  signature: string,
  labels: Labels,
): void {
  const key = manySide === 'none' ? signature : signature + labelSignature(labels)
  if (matched.has(key)) {
    const remedy =
      manySide === 'none'
        ? 'many-to-one matching must be explicit (group_left/group_right)'
        : 'grouping labels must ensure unique matches'
    throw new EvaluationError(`multiple matches for labels: ${remedy}`, binary)
  }
  matched.add(key)
}

function matchSignature(labels: Labels, { on, labels: names }: VectorMatching): string {
  return on ? signatureOf(labels, names) : labelSignature(dropLabels(labels, [...names, METRIC_NAME]))
}

function resultLabels(binary: Binary, matching: VectorMatching, many: Labels, one: Labels): Labels {
  let labels = isArithmetic(binary.operator) ? withoutName(many) : many
  if (matching.manySide === 'none')
    labels = matching.on ? keepLabels(labels, matching.labels) : dropLabels(labels, matching.labels)
  for (const name of matching.include) labels = setLabel(labels, name, labelValue(one, name))
  return binary.returnsBool ? withoutName(labels) : labels
}

/** The value of the result; undefined where a comparison filters it out. */
function combined({ operator, returnsBool }: Binary, left: number, right: number, kept: number): number | undefined {
  if (isArithmetic(operator)) return calculate(operator, left, right)
  if (!isComparison(operator)) throw new TypeError(`expected arithmetic or a comparison, got ${operator}`)
  const holds = compares(operator, left, right)
  if (returnsBool) return Number(holds)
  return holds ? kept : undefined
}

function changesMetric({ operator, returnsBool }: Binary): boolean {
  return isArithmetic(operator) || returnsBool
}
