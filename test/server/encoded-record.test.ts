import { expect, it } from 'vitest'
import { randomStream } from '../../core/random.ts'
import { decodeRecord, encodeRecord } from '../../server/encoded-record.ts'
import { ExactRecorder } from '../../server/metrics/exact-recorder.ts'

it('comes back from JSON exactly as it was', () => {
  const time = { nowSeconds: 0 }
  const recorder = new ExactRecorder(() => time.nowSeconds)
  const random = randomStream(1, 'record')
  recorder.begin(0)
  for (let i = 0; i < 2000; i++) {
    time.nowSeconds = i / 500
    recorder.record(0.0005 / (1 - random()))
  }
  const record = recorder.collect() ?? { seconds: [] }
  expect(record.seconds).toHaveLength(4)
  expect(decodeRecord(JSON.parse(JSON.stringify(encodeRecord(record))))).toEqual(record)
})
