import fc from 'fast-check'
import { expect, it } from 'vitest'
import { BinaryHeap } from '../../core/binary-heap.ts'

const BY_VALUE = (a: readonly [number, number], b: readonly [number, number]) =>
  a[0] < b[0] || (a[0] === b[0] && a[1] < b[1])

it('gives what it was given, the earliest first, whatever comes between', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer({ min: 0, max: 20 }))), (steps) => {
      const heap = new BinaryHeap<readonly [number, number]>(BY_VALUE)
      const expected: (readonly [number, number])[] = []
      for (const [number, value] of steps.entries()) {
        if (value === null) {
          expected.sort((a, b) => a[0] - b[0] || a[1] - b[1])
          expect(heap.earliest).toEqual(expected[0])
          expect(heap.take()).toEqual(expected.shift())
        } else {
          heap.add([value, number])
          expected.push([value, number])
        }
      }
    }),
  )
})

it('has nothing where nothing is left', () => {
  const heap = new BinaryHeap<number>((a, b) => a < b)
  expect([heap.earliest, heap.take()]).toEqual([undefined, undefined])
})
