import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Fifo } from '../../../load/connections/fifo.ts'

it('behaves like an array with push and shift', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.integer(), fc.constant('shift' as const))), (steps) => {
      const fifo = new Fifo<number>()
      const array: number[] = []
      for (const step of steps) {
        if (step === 'shift') expect(fifo.shift()).toBe(array.shift())
        else {
          fifo.push(step)
          array.push(step)
        }
        expect([fifo.size, fifo.first]).toEqual([array.length, array[0]])
      }
    }),
  )
})

it('releases items that have left the queue', () => {
  const fifo = new Fifo<number>()
  for (let i = 0; i < 10_000; i++) fifo.push(i)
  for (let i = 0; i < 9_999; i++) expect(fifo.shift()).toBe(i)
  expect([fifo.size, fifo.first]).toEqual([1, 9_999])
})
