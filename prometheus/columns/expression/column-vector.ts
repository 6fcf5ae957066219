// An instant vector over a stretch of instants: a column of values for each element, and at which of them it is there.

import { labelSignature } from '../../series/labels.ts'
import type { Labels } from '../../series/series.ts'
import { NotInColumnsError } from '../not-in-columns.ts'
import type { Instants } from './instants.ts'

/** 1 where an element is there; null where it always is. */
export type Presence = Uint8Array | null

export interface ColumnElement {
  readonly labels: Labels
  /** Any number where the element is not there. */
  readonly values: Float64Array
  readonly present: Presence
}

export interface ColumnVector {
  /** Each of them is there at some instant. Two may have the same labels, at different instants. */
  readonly elements: readonly ColumnElement[]
  /** Whether the ordinary evaluator has them in this order, at each instant those that are there. */
  readonly isOrdered: boolean
}

/** The same number at each instant, or one for each. */
export type ColumnScalar = number | Float64Array

export const NOTHING: ColumnVector = { elements: [], isOrdered: true }

/** Null where all are 1, undefined where none is. */
export function presenceOf(bytes: Uint8Array, count: number): Presence | undefined {
  let sum = 0
  for (let i = 0; i < count; i++) sum += bytes[i] as number
  if (sum === 0) return undefined
  return sum === count ? null : bytes
}

/** Where both are; undefined where that is nowhere. */
export function bothPresent(a: Presence, b: Presence, { count, pool }: Instants): Presence | undefined {
  if (a === null || a === b) return b
  if (b === null) return a
  const both = pool.bytes(count)
  for (let i = 0; i < count; i++) both[i] = (a[i] as number) & (b[i] as number)
  return presenceOf(both, count)
}

function everPresentTogether(a: Presence, b: Presence, count: number): boolean {
  if (a === null || b === null) return true
  for (let i = 0; i < count; i++) if (a[i] === 1 && b[i] === 1) return true
  return false
}

/** Whether two elements that belong together are ever there at the same time. */
export function anyTogether<T extends { readonly present: Presence }>(
  elements: readonly T[],
  keyOf: (element: T) => string,
  count: number,
): boolean {
  if (elements.length < 2) return false
  const byKey = new Map<string, T[]>()
  for (const element of elements) {
    const key = keyOf(element)
    const others = byKey.get(key)
    if (others?.some(({ present }) => everPresentTogether(present, element.present, count))) return true
    if (others) others.push(element)
    else byKey.set(key, [element])
  }
  return false
}

/** @throws NotInColumnsError where two elements with the same labels are there at the same time */
export function distinct(vector: ColumnVector, { count }: Instants): ColumnVector {
  if (anyTogether(vector.elements, ({ labels }) => labelSignature(labels), count))
    throw new NotInColumnsError({ kind: 'failure' })
  return vector
}

/** Those that are there at one of the instants. @throws NotInColumnsError where their order is not known */
export function samplesAt({ elements, isOrdered }: ColumnVector, i: number): { labels: Labels; value: number }[] {
  const samples = elements
    .filter(({ present }) => present === null || present[i] === 1)
    .map(({ labels, values }) => ({ labels, value: values[i] as number }))
  if (!isOrdered && samples.length > 1) throw new NotInColumnsError({ kind: 'order' })
  return samples
}

export function asColumn(scalar: ColumnScalar, { count, pool }: Instants): Float64Array {
  return typeof scalar === 'number' ? pool.floats(count).fill(scalar) : scalar
}

export function scalarAt(scalar: ColumnScalar, i: number): number {
  return typeof scalar === 'number' ? scalar : (scalar[i] as number)
}
