import { expect, it } from 'vitest'
import { streamNames } from '../../../load/schedule/stream-names.ts'

it('a stream is named after its phase; the second of a name is numbered', () => {
  const phases = ['warm-up', 'steady', 'spike', 'steady'].map((name) => ({ name }))
  expect(streamNames(phases)).toEqual(['warm-up', 'steady', 'spike', 'steady #2'])
})
