import { expect, it } from 'vitest'
import { writeRequest } from '../../../../prometheus/push/remote-write/write-request.ts'

it('writes labels in their order, the name among them, without empty ones, and samples with their times', () => {
  const samples = [{ timestampMs: 1000, value: 0.25 }, { timestampMs: 2000, value: 'stale' } as const]
  const body = writeRequest([{ name: 'up', labels: { zone: 'b', Alpha: 'a', empty: '' }, samples }])
  const text = body.toString('latin1')
  expect(text.indexOf('Alpha')).toBeLessThan(text.indexOf('__name__'))
  expect(text.indexOf('__name__')).toBeLessThan(text.indexOf('zone'))
  expect(text).not.toContain('empty')
  // 0.25 as a double, then 1000 as a varint; the marker that Prometheus tells from other NaNs, then 2000.
  expect(body.toString('hex')).toContain('09000000000000d03f10e807')
  expect(body.toString('hex')).toContain('09020000000000f07f10d00f')
})
