import { expect, test } from 'vitest'
import * as z from 'zod'
import { expectShape } from '../../../generators/wire/expect-shape.ts'
import { WireError } from '../../../generators/wire/wire-error.ts'

const shape = z.object({ place: z.object({ second: z.int() }) })

test('what has the shape is handed on', () => {
  expect(expectShape(shape, { place: { second: 3 } }, 'a place: expected a second')).toEqual({ place: { second: 3 } })
})

test('what has another is refused, with where it differs', () => {
  const read = () => expectShape(shape, { place: { second: '3' } }, 'a place: expected a second')
  expect(read).toThrow(WireError)
  expect(read).toThrow(/^a place: expected a second, got place\.second: /)
})
