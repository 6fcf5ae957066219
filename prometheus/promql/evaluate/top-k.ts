// The k largest or smallest of a group. Which of equal values stay follows Go's container/heap, as Prometheus uses it: a
// heap of k with the worst on top, where only a better value replaces it. A NaN is the worst of all.
// Before 2.44 the worst was popped before the better one was pushed, which orders equals in another way.
// Source: prometheus/prometheus promql/engine.go, aggregationK; go container/heap.

import type { Dialect } from '../dialect.ts'
import type { InstantSample } from './instant-sample.ts'

type IsWorse = (a: number, b: number) => boolean

/** From the largest down. */
export function largest(samples: readonly InstantSample[], k: number, dialect: Dialect): InstantSample[] {
  return best(samples, k, (a, b) => Number.isNaN(a) || a < b, dialect)
}

/** From the smallest up. */
export function smallest(samples: readonly InstantSample[], k: number, dialect: Dialect): InstantSample[] {
  return best(samples, k, (a, b) => Number.isNaN(a) || a > b, dialect)
}

function best(
  samples: readonly InstantSample[],
  k: number,
  isWorse: IsWorse,
  { topkInPlace }: Dialect,
): InstantSample[] {
  const heap: InstantSample[] = []
  for (const sample of samples) {
    const top = heap[0]
    if (!top || heap.length < k) push(heap, sample, isWorse)
    else if (topkInPlace && replaces(top.value, sample.value, isWorse)) {
      heap[0] = sample
      siftDown(heap, isWorse)
    } else if (!topkInPlace && (Number.isNaN(top.value) || isWorse(top.value, sample.value))) {
      popWorst(heap, isWorse)
      push(heap, sample, isWorse)
    }
  }
  return heap.sort((a, b) => Number(isWorse(a.value, b.value)) - Number(isWorse(b.value, a.value)))
}

function replaces(top: number, value: number, isWorse: IsWorse): boolean {
  return Number.isNaN(top) ? !Number.isNaN(value) : isWorse(top, value)
}

function push(heap: InstantSample[], sample: InstantSample, isWorse: IsWorse): void {
  heap.push(sample)
  siftUp(heap, isWorse)
}

function popWorst(heap: InstantSample[], isWorse: IsWorse): void {
  const last = heap.pop()
  if (!last || heap.length === 0) return
  heap[0] = last
  siftDown(heap, isWorse)
}

function siftUp(heap: InstantSample[], isWorse: IsWorse): void {
  let child = heap.length - 1
  while (child > 0) {
    const parent = (child - 1) >> 1
    if (!isWorse(valueAt(heap, child), valueAt(heap, parent))) return
    swap(heap, child, parent)
    child = parent
  }
}

function siftDown(heap: InstantSample[], isWorse: IsWorse): void {
  let parent = 0
  for (;;) {
    let child = 2 * parent + 1
    if (child >= heap.length) return
    const right = child + 1
    if (right < heap.length && isWorse(valueAt(heap, right), valueAt(heap, child))) child = right
    if (!isWorse(valueAt(heap, child), valueAt(heap, parent))) return
    swap(heap, child, parent)
    parent = child
  }
}

function valueAt(heap: readonly InstantSample[], index: number): number {
  return (heap[index] as InstantSample).value
}

function swap(heap: InstantSample[], i: number, j: number): void {
  const held = heap[i] as InstantSample
  heap[i] = heap[j] as InstantSample
  heap[j] = held
}
