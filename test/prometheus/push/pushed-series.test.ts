import { expect, it } from 'vitest'
import { sampleCount } from '../../../prometheus/push/pushed-series.ts'

it('counts the samples of all series, markers included', () => {
  const samples = [{ timestampMs: 1, value: 2 }, { timestampMs: 2, value: 'stale' } as const]
  expect(
    sampleCount([
      { name: 'a', labels: {}, samples },
      { name: 'b', labels: {}, samples: [] },
    ]),
  ).toBe(2)
})
