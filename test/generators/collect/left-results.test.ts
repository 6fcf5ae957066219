import { expect, it } from 'vitest'
import { LeftResults } from '../../../generators/collect/left-results.ts'
import { chunksOf } from '../../../generators/wire/chunks.ts'
import { fromGeneratorBytes } from '../../../generators/wire/from-generator.ts'
import type { FromGenerator } from '../../../load/generator/protocol.ts'

const failed = (reason: string): FromGenerator => ({ version: 1, type: 'failed', reason })
const refused: FromGenerator = { version: 1, type: 'setup-refused', generation: 1 }
const chunks = (message: FromGenerator, number: number) => chunksOf(fromGeneratorBytes(message), number, 64)

it('puts messages together, those that came twice once', () => {
  const left = new LeftResults()
  for (const chunk of [...chunks(refused, 0), ...chunks(refused, 0)]) left.add(chunk)
  expect(left.messages).toEqual([refused])
  expect([left.isComplete, left.failure]).toEqual([false, null])
  for (const chunk of chunks(failed('for a reason'), 1)) left.add(chunk)
  expect(left.messages).toEqual([refused, failed('for a reason')])
  expect(left.isComplete).toBe(true)
})

it('ends where a part is missing, and leaves out what comes after', () => {
  const left = new LeftResults()
  for (const chunk of chunks(refused, 0).slice(1)) left.add(chunk)
  for (const chunk of chunks(refused, 0)) left.add(chunk)
  expect(left.messages).toEqual([])
  expect(left.failure).toBe('chunks of a generator: expected chunk 0 of message 0, got chunk 1 of message 0')
  expect(left.isComplete).toBe(true)
})
