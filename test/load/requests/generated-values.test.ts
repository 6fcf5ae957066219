import { expect, it } from 'vitest'
import { GeneratedValues } from '../../../load/requests/generated-values.ts'

const arrival = (stream: string) => ({
  intendedSeconds: 0,
  phase: 0,
  request: 0,
  user: -1,
  draw: { stream, turns: [] },
})

it('generates the same for all references of an arrival, and other values for others', () => {
  let nowMs = 1000
  const values = new GeneratedValues(
    [
      { name: 'id', kind: 'uuid' },
      { name: 'other', kind: 'uuid' },
      { name: 'at', kind: 'timestamp', format: 'unixMilliseconds' },
    ],
    1,
    () => nowMs++,
  )
  const [first, second] = [arrival('a/0'), arrival('a/1')]
  expect(values.value('id', first)).toBe(values.value('id', { ...first }))
  expect(values.value('id', first)).not.toBe(values.value('other', first))
  expect(values.value('id', first)).not.toBe(values.value('id', second))
  expect([first, first, second].map((each) => values.value('at', each))).toEqual([1000, 1000, 1001])
})
