// Binary operations where a side is known within bounds. Which elements find one another depends on labels alone, so
// Prometheus' own matching is asked with places in place of values.

import { withoutName } from '../../promql/evaluate/instant-sample.ts'
import { vectorAndVector } from '../../promql/evaluate/vector-binary.ts'
import { type Binary, isArithmetic, isComparison, type VectorMatching } from '../../promql/expression/expression.ts'
import { labelSignature } from '../../series/labels.ts'
import type { Labels } from '../../series/series.ts'
import { ANYTHING, type BoundedSample, type BoundedValue, placesOf } from './bounded-sample.ts'
import { calculated, comparison } from './interval-operators.ts'

type Bounded = readonly BoundedSample[]

/** @param onOpen is told where the result of arithmetic may be anything */
export function boundedVectorAndVector(
  binary: Binary,
  matching: VectorMatching,
  left: Bounded,
  right: Bounded,
  onOpen: () => void,
): BoundedSample[] {
  switch (binary.operator) {
    case 'and':
    case 'unless':
      return filtered(binary, matching, left, right)
    case 'or':
      return united(binary, matching, left, right)
    default:
      return pairsOf(binary, matching, left, right).flatMap(({ labels, l, r }) =>
        combined(binary, l, r, { labels, kept: l, surely: l.surely && r.surely }, onOpen),
      )
  }
}

/** @param scalarSide the side of the number; a filter returns the vector's value, whichever side that is */
export function boundedVectorAndScalar(
  binary: Binary,
  samples: Bounded,
  scalar: BoundedValue,
  scalarSide: 'left' | 'right',
  onOpen: () => void,
): BoundedSample[] {
  return samples.flatMap((sample) => {
    const [left, right] = scalarSide === 'left' ? [scalar, sample] : [sample, scalar]
    const losesName = isArithmetic(binary.operator) || binary.returnsBool
    const labels = losesName ? withoutName(sample.labels) : sample.labels
    return combined(binary, left, right, { labels, kept: sample, surely: sample.surely }, onOpen)
  })
}

interface Result {
  readonly labels: Labels
  /** The value that a filter returns. */
  readonly kept: BoundedValue
  /** Whether both sides are there for sure. */
  readonly surely: boolean
}

function combined(
  { operator, returnsBool }: Binary,
  left: BoundedValue,
  right: BoundedValue,
  { labels, kept, surely }: Result,
  onOpen: () => void,
): BoundedSample[] {
  if (isArithmetic(operator)) {
    const value = calculated(operator, left, right)
    if (value) return [{ labels, ...value, surely }]
    onOpen()
    const drawn = calculated(operator, pointAt(left.drawn), pointAt(right.drawn))?.low ?? Number.NaN
    const isDrawn = left.drawn !== null && right.drawn !== null
    return [
      {
        labels,
        drawn: isDrawn ? drawn : null,
        ...ANYTHING,
        surely: false,
      },
    ]
  }
  if (!isComparison(operator)) throw new TypeError(`expected arithmetic or a comparison, got ${operator}`)
  const holds = comparison(operator, left, right)
  const isDrawn = left.drawn !== null && right.drawn !== null
  if (returnsBool) {
    const [low, high] = [Number(holds.surely), Number(holds.could)]
    const drawn = isDrawn ? Number(holds.drawn) : null
    return [{ labels, drawn, low: Math.min(low, drawn ?? low), high: Math.max(high, drawn ?? high), surely }]
  }
  if (!holds.could) return []
  const drawn = holds.drawn ? kept.drawn : null
  return [{ labels, drawn, low: kept.low, high: kept.high, surely: surely && holds.surely && drawn !== null }]
}

function pointAt(value: number | null): BoundedValue {
  const point = value ?? Number.NaN
  return { drawn: value, low: point, high: point }
}

interface Pair {
  readonly labels: Labels
  readonly l: BoundedSample
  readonly r: BoundedSample
}

/** Places are told apart in a sum where those of one side are multiples of more than the other side has. */
function pairsOf(binary: Binary, matching: VectorMatching, left: Bounded, right: Bounded): Pair[] {
  const count = left.length
  const multiples = placesOf(right).map(({ labels, value }) => ({ labels, value: value * count }))
  const sums = vectorAndVector({ ...binary, operator: '+', returnsBool: false }, matching, placesOf(left), multiples)
  // The labels of a filter's result are others than those of a sum. No place is a negative number.
  const negatives = placesOf(right).map(({ labels, value }) => ({ labels, value: -1 - value }))
  const labelled = isArithmetic(binary.operator)
    ? sums
    : vectorAndVector({ ...binary, operator: '!=' }, matching, placesOf(left), negatives)
  return sums.map(({ value }, i) => ({
    labels: (labelled[i] as { labels: Labels }).labels,
    l: left[value % count] as BoundedSample,
    r: right[Math.floor(value / count)] as BoundedSample,
  }))
}

/** `and`, `unless`: what becomes of the left side with the right elements that are there for sure, as drawn, or perhaps. */
function filtered(binary: Binary, matching: VectorMatching, left: Bounded, right: Bounded): BoundedSample[] {
  const keptBy = (partners: Bounded) =>
    new Set(vectorAndVector(binary, matching, placesOf(left), placesOf(partners)).map(({ value }) => value))
  const [bySure, byDrawn, byAll] = [keptBy(sure(right)), keptBy(drawn(right)), keptBy(right)]
  const [surely, could] = binary.operator === 'and' ? [bySure, byAll] : [byAll, bySure]
  return left.flatMap((sample, i) => {
    const isDrawn = sample.drawn !== null && byDrawn.has(i)
    if (!could.has(i) && !isDrawn) return []
    return [{ ...sample, drawn: isDrawn ? sample.drawn : null, surely: sample.surely && surely.has(i) && isDrawn }]
  })
}

/** `or`: an element of the right side stands where no partner of the left one does. */
function united(binary: Binary, matching: VectorMatching, left: Bounded, right: Bounded): BoundedSample[] {
  const places = placesOf(right).map(({ labels, value }) => ({ labels, value: value + 1 }))
  const zeros = (some: Bounded) => some.map(({ labels }) => ({ labels, value: 0 }))
  const leftOverBy = (some: Bounded) =>
    new Set(vectorAndVector(binary, matching, zeros(some), places).map(({ value }) => value - 1))
  const [bySure, byDrawn, byAll] = [leftOverBy(sure(left)), leftOverBy(drawn(left)), leftOverBy(left)]
  const others = right.flatMap((sample, i) => {
    const isDrawn = sample.drawn !== null && byDrawn.has(i)
    if (!bySure.has(i) && !isDrawn) return []
    return [{ ...sample, drawn: isDrawn ? sample.drawn : null, surely: sample.surely && byAll.has(i) && isDrawn }]
  })
  return merged([...left, ...others])
}

/** An element that one side or the other may hold is one element. */
function merged(samples: Bounded): BoundedSample[] {
  const bySignature = new Map<string, BoundedSample>()
  for (const sample of samples) {
    const signature = labelSignature(sample.labels)
    const other = bySignature.get(signature)
    bySignature.set(signature, other ? either(other, sample) : sample)
  }
  return [...bySignature.values()]
}

function either(a: BoundedSample, b: BoundedSample): BoundedSample {
  return {
    labels: a.labels,
    drawn: a.drawn ?? b.drawn,
    ...(Number.isNaN(a.low) === Number.isNaN(b.low)
      ? { low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) }
      : ANYTHING),
    surely: a.surely || b.surely,
  }
}

function sure(samples: Bounded): Bounded {
  return samples.filter(({ surely }) => surely)
}

function drawn(samples: Bounded): Bounded {
  return samples.filter((sample) => sample.drawn !== null)
}
