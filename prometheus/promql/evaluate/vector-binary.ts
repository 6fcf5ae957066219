// Binary operations between two vectors, or a vector and a number.
// Source: prometheus/prometheus promql/engine.go, VectorBinop, VectorscalarBinop, VectorAnd, VectorOr, VectorUnless.

import {
  dropLabels,
  formatLabels,
  keepLabels,
  labelSignature,
  labelValue,
  rememberedFor,
  setLabel,
  signatureOf,
} from '../../series/labels.ts'
import { type Labels, METRIC_NAME } from '../../series/series.ts'
import { DEFAULT_DIALECT, type Dialect } from '../dialect.ts'
import { type Binary, isArithmetic, isComparison, type VectorMatching } from '../expression/expression.ts'
import { EvaluationError } from './evaluation-error.ts'
import { type InstantSample, withoutName } from './instant-sample.ts'
import { calculate, compares } from './operate.ts'

type Samples = readonly InstantSample[]

interface Scalar {
  readonly value: number
  readonly side: 'left' | 'right'
}

/** A filter returns the vector's value, whichever side that is. */
export function vectorAndScalar(binary: Binary, samples: Samples, scalar: Scalar, dialect: Dialect): InstantSample[] {
  const dropsName = binary.returnsBool || changesMetric(binary, dialect)
  const results: InstantSample[] = []
  for (const { labels, value } of samples) {
    const [left, right] = scalar.side === 'left' ? [scalar.value, value] : [value, scalar.value]
    const result = combined(binary, left, right, value)
    if (result !== undefined) results.push({ labels: dropsName ? withoutName(labels) : labels, value: result })
  }
  return results
}

export function vectorAndVector(
  binary: Binary,
  matching: VectorMatching,
  left: Samples,
  right: Samples,
  dialect = DEFAULT_DIALECT,
): InstantSample[] {
  switch (binary.operator) {
    case 'and':
    case 'unless': {
      const matchSignature = matchSignatures(matching)
      const partners = new Set(right.map(({ labels }) => matchSignature(labels)))
      return left.filter(({ labels }) => partners.has(matchSignature(labels)) === (binary.operator === 'and'))
    }
    case 'or': {
      const matchSignature = matchSignatures(matching)
      const taken = new Set(left.map(({ labels }) => matchSignature(labels)))
      return [...left, ...right.filter(({ labels }) => !taken.has(matchSignature(labels)))]
    }
    default:
      return joined(binary, matching, [left, right], dialect)
  }
}

/** Joins each sample of the many side with its partner on the one side. Without grouping, left is the many side. */
function joined(
  binary: Binary,
  matching: VectorMatching,
  [left, right]: readonly [Samples, Samples],
  dialect: Dialect,
): InstantSample[] {
  const swapped = matching.manySide === 'right'
  const [many, one] = swapped ? [right, left] : [left, right]
  if (many.length === 0 || one.length === 0) return []
  const partners = partnersBySignature(binary, matching, one)
  const matched = new Set<string>()
  const matchSignature = matchSignatures(matching)
  const labelsOf = resultLabels(binary, matching, dialect)
  const results: InstantSample[] = []
  for (const sample of many) {
    const signature = matchSignature(sample.labels)
    const partner = partners.get(signature)
    if (!partner) continue
    const [l, r] = swapped ? [partner, sample] : [sample, partner]
    const value = combined(binary, l.value, r.value, l.value)
    if (value === undefined) continue
    const labels = labelsOf(sample.labels)(partner.labels)
    refuseSecondMatch(binary, matching, matched, signature, labels)
    results.push({ labels, value })
  }
  return results
}

function partnersBySignature(binary: Binary, matching: VectorMatching, one: Samples): Map<string, InstantSample> {
  const partners = new Map<string, InstantSample>()
  const matchSignature = matchSignatures(matching)
  for (const sample of one) {
    const signature = matchSignature(sample.labels)
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

const signaturesOf = new WeakMap<VectorMatching, (labels: Labels) => string>()

/** What partners have in common, worked out once for each label set. */
export function matchSignatures(matching: VectorMatching): (labels: Labels) => string {
  const known = signaturesOf.get(matching)
  if (known) return known
  const { on, labels: names } = matching
  const ignored = [...names, METRIC_NAME]
  const signature = rememberedFor((labels) =>
    on ? signatureOf(labels, names) : labelSignature(dropLabels(labels, ignored)),
  )
  signaturesOf.set(matching, signature)
  return signature
}

type LabelsOfPair = (many: Labels) => (one: Labels) => Labels

const pairsOf = new WeakMap<Binary, WeakMap<Dialect, LabelsOfPair>>()

/** The labels of the result, worked out once for each pair. */
export function resultLabels(binary: Binary, matching: VectorMatching, dialect: Dialect): LabelsOfPair {
  const ofDialect = pairsOf.get(binary) ?? new WeakMap<Dialect, LabelsOfPair>()
  pairsOf.set(binary, ofDialect)
  const known = ofDialect.get(dialect)
  if (known) return known
  const labelsOf = rememberedFor((many: Labels) => {
    const base = withMatching(changesMetric(binary, dialect) ? withoutName(many) : many, matching)
    return rememberedFor((one: Labels) => {
      let labels = base
      for (const name of matching.include) labels = setLabel(labels, name, labelValue(one, name))
      return binary.returnsBool ? withoutName(labels) : labels
    })
  })
  ofDialect.set(dialect, labelsOf)
  return labelsOf
}

function withMatching(labels: Labels, { manySide, on, labels: names }: VectorMatching): Labels {
  if (manySide !== 'none') return labels
  return on ? keepLabels(labels, names) : dropLabels(labels, names)
}

/** The value of the result; undefined where a comparison filters it out. */
function combined({ operator, returnsBool }: Binary, left: number, right: number, kept: number): number | undefined {
  if (isArithmetic(operator)) return calculate(operator, left, right)
  if (!isComparison(operator)) throw new TypeError(`expected arithmetic or a comparison, got ${operator}`)
  const holds = compares(operator, left, right)
  if (returnsBool) return Number(holds)
  return holds ? kept : undefined
}

/** Whether the result is no longer the metric that it was calculated from. */
export function changesMetric({ operator }: Binary, { atan2DropsName }: Dialect): boolean {
  return isArithmetic(operator) && (operator !== 'atan2' || atan2DropsName)
}
