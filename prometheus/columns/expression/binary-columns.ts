// Binary operations over a stretch of instants (promql/evaluate/vector-binary.ts).

import type { Dialect } from '../../promql/dialect.ts'
import { withoutName } from '../../promql/evaluate/instant-sample.ts'
import { calculate, compares } from '../../promql/evaluate/operate.ts'
import { changesMetric, matchSignatures, resultLabels } from '../../promql/evaluate/vector-binary.ts'
import {
  type ArithmeticOperator,
  type Binary,
  type ComparisonOperator,
  isArithmetic,
  isComparison,
  type VectorMatching,
} from '../../promql/expression/expression.ts'
import { labelSignature } from '../../series/labels.ts'
import { NotInColumnsError } from '../not-in-columns.ts'
import {
  anyTogether,
  asColumn,
  bothPresent,
  type ColumnElement,
  type ColumnScalar,
  type ColumnVector,
  NOTHING,
  type Presence,
  presenceOf,
} from './column-vector.ts'
import type { Instants } from './instants.ts'

export function scalarBinaryColumns(
  { operator }: Binary,
  left: ColumnScalar,
  right: ColumnScalar,
  instants: Instants,
): ColumnScalar {
  if (typeof left === 'number' && typeof right === 'number') {
    if (isArithmetic(operator)) return calculate(operator, left, right)
    return isComparison(operator) ? Number(compares(operator, left, right)) : Number.NaN
  }
  const [a, b] = [asColumn(left, instants), asColumn(right, instants)]
  if (isArithmetic(operator)) return calculated(operator, a, b, instants)
  if (!isComparison(operator)) throw new TypeError(`expected arithmetic or a comparison, got ${operator}`)
  return asNumbers(compared(operator, a, b, instants), instants)
}

export function vectorAndScalarColumns(
  binary: Binary,
  { elements, isOrdered }: ColumnVector,
  { value, side }: { readonly value: ColumnScalar; readonly side: 'left' | 'right' },
  instants: Instants,
  dialect: Dialect,
): ColumnVector {
  const dropsName = binary.returnsBool || changesMetric(binary, dialect)
  const scalar = asColumn(value, instants)
  return {
    elements: elements.flatMap((element) => {
      const [left, right] = side === 'left' ? [scalar, element.values] : [element.values, scalar]
      const combined = combinedColumns(binary, [left, right, element.values], element.present, instants)
      return combined ? [{ ...combined, labels: dropsName ? withoutName(element.labels) : element.labels }] : []
    }),
    isOrdered,
  }
}

export function vectorAndVectorColumns(
  binary: Binary,
  matching: VectorMatching,
  [left, right]: readonly [ColumnVector, ColumnVector],
  instants: Instants,
  dialect: Dialect,
): ColumnVector {
  const signatureOf = matchSignatures(matching)
  switch (binary.operator) {
    case 'and':
      return filtered(left, right, signatureOf, instants, 'withPartner')
    case 'unless':
      return filtered(left, right, signatureOf, instants, 'withoutPartner')
    case 'or': {
      const rest = filtered(right, left, signatureOf, instants, 'withoutPartner')
      return {
        elements: [...left.elements, ...rest.elements],
        isOrdered: left.isOrdered && right.isOrdered,
      }
    }
    default:
      return joined(binary, matching, [left, right], instants, dialect)
  }
}

/** Those that have a partner at the instant, or those that have none. */
function filtered(
  kept: ColumnVector,
  partners: ColumnVector,
  signatureOf: (labels: ColumnElement['labels']) => string,
  instants: Instants,
  which: 'withPartner' | 'withoutPartner',
): ColumnVector {
  const { count, pool } = instants
  const bySignature = new Map<string, Presence | undefined>()
  const presenceWith = (signature: string): Presence | undefined => {
    if (bySignature.has(signature)) return bySignature.get(signature)
    const any = pool.bytes(count).fill(0)
    for (const { labels, present } of partners.elements) {
      if (signatureOf(labels) !== signature) continue
      if (present === null) any.fill(1, 0, count)
      else for (let i = 0; i < count; i++) any[i] = (any[i] as number) | (present[i] as number)
    }
    if (which === 'withoutPartner') for (let i = 0; i < count; i++) any[i] = 1 - (any[i] as number)
    const presence = presenceOf(any, count)
    bySignature.set(signature, presence)
    return presence
  }
  const elements = kept.elements.flatMap((element) => {
    const allowed = presenceWith(signatureOf(element.labels))
    const present = allowed === undefined ? undefined : bothPresent(element.present, allowed, instants)
    return present === undefined ? [] : [{ ...element, present }]
  })
  return { elements, isOrdered: kept.isOrdered }
}

/** Joins each element of the many side with its partners on the one side. */
function joined(
  binary: Binary,
  matching: VectorMatching,
  [left, right]: readonly [ColumnVector, ColumnVector],
  instants: Instants,
  dialect: Dialect,
): ColumnVector {
  const isSwapped = matching.manySide === 'right'
  const [many, one] = isSwapped ? [right, left] : [left, right]
  if (many.elements.length === 0 || one.elements.length === 0) return NOTHING
  const signatureOf = matchSignatures(matching)
  const { count } = instants
  // Where two of them are there at once the evaluation may fail.
  if (anyTogether(one.elements, ({ labels }) => signatureOf(labels), count))
    throw new NotInColumnsError({ kind: 'failure' })
  const partners = new Map<string, ColumnElement[]>()
  for (const element of one.elements) {
    const signature = signatureOf(element.labels)
    const others = partners.get(signature)
    if (others) others.push(element)
    else partners.set(signature, [element])
  }
  const labelsOf = resultLabels(binary, matching, dialect)
  const results = many.elements.flatMap((element) => {
    const signature = signatureOf(element.labels)
    return (partners.get(signature) ?? []).flatMap((partner) => {
      const present = bothPresent(element.present, partner.present, instants)
      if (present === undefined) return []
      const [l, r] = isSwapped ? [partner.values, element.values] : [element.values, partner.values]
      const combined = combinedColumns(binary, [l, r, l], present, instants)
      return combined ? [{ ...combined, labels: labelsOf(element.labels)(partner.labels), signature }] : []
    })
  })
  const keyOf = ({ signature, labels }: (typeof results)[number]) =>
    matching.manySide === 'none' ? signature : signature + labelSignature(labels)
  if (anyTogether(results, keyOf, count)) throw new NotInColumnsError({ kind: 'failure' })
  return {
    elements: results.map(({ labels, values, present }) => ({ labels, values, present })),
    isOrdered: many.isOrdered,
  }
}

/** Undefined where a comparison filters it out at every instant. @param kept what a filter returns */
function combinedColumns(
  { operator, returnsBool }: Binary,
  [left, right, kept]: readonly [Float64Array, Float64Array, Float64Array],
  present: Presence,
  instants: Instants,
): Pick<ColumnElement, 'values' | 'present'> | undefined {
  if (isArithmetic(operator)) return { values: calculated(operator, left, right, instants), present }
  if (!isComparison(operator)) throw new TypeError(`expected arithmetic or a comparison, got ${operator}`)
  const holds = compared(operator, left, right, instants)
  if (returnsBool) return { values: asNumbers(holds, instants), present }
  const passing = presenceOf(holds, instants.count)
  const both = passing === undefined ? undefined : bothPresent(present, passing, instants)
  return both === undefined ? undefined : { values: kept, present: both }
}

/** Written out for the usual ones: a choice at each number would take longer than the calculation. */
function calculated(
  operator: ArithmeticOperator,
  left: Float64Array,
  right: Float64Array,
  { count, pool }: Instants,
): Float64Array {
  const results = pool.floats(count)
  switch (operator) {
    case '+':
      for (let i = 0; i < count; i++) results[i] = (left[i] as number) + (right[i] as number)
      return results
    case '-':
      for (let i = 0; i < count; i++) results[i] = (left[i] as number) - (right[i] as number)
      return results
    case '*':
      for (let i = 0; i < count; i++) results[i] = (left[i] as number) * (right[i] as number)
      return results
    case '/':
      for (let i = 0; i < count; i++) results[i] = (left[i] as number) / (right[i] as number)
      return results
    default:
      for (let i = 0; i < count; i++) results[i] = calculate(operator, left[i] as number, right[i] as number)
      return results
  }
}

function compared(
  operator: ComparisonOperator,
  left: Float64Array,
  right: Float64Array,
  { count, pool }: Instants,
): Uint8Array {
  const holds = pool.bytes(count)
  switch (operator) {
    case '>':
      for (let i = 0; i < count; i++) holds[i] = Number((left[i] as number) > (right[i] as number))
      return holds
    case '<':
      for (let i = 0; i < count; i++) holds[i] = Number((left[i] as number) < (right[i] as number))
      return holds
    default:
      for (let i = 0; i < count; i++) holds[i] = Number(compares(operator, left[i] as number, right[i] as number))
      return holds
  }
}

function asNumbers(holds: Uint8Array, { count, pool }: Instants): Float64Array {
  const numbers = pool.floats(count)
  for (let i = 0; i < count; i++) numbers[i] = holds[i] as number
  return numbers
}
