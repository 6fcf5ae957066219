import { expect, it } from 'vitest'
import { missingConnections } from '../../../analysis/attribution/missing-connections.ts'
import type { LatencyCounts } from '../../../core/latency/latency-counts.ts'
import { latenciesOf } from '../support/latencies-of.ts'

const all = (seconds: number, count = 20, timeouts = 0): LatencyCounts =>
  latenciesOf(Array<number>(count).fill(seconds), timeouts)

it.each<[string, number, number, LatencyCounts, LatencyCounts, number | undefined]>([
  ['a service that takes a second, with fifty requests a second over ten', 50, 10, all(1), all(1), 50],
  ['connections to spare', 50, 256, all(1), all(1, 0), undefined],
  ['a service with a queue of its own: slow only under load', 160, 20, all(0.05), all(0.25), undefined],
  ['a service that slowed down although few were needed', 50, 50, all(0.01), all(0.01), undefined],
  ['one that is slow alone and three times as slow under load', 50, 10, all(1), all(3), undefined],
  ['requests that waited until their timeouts, none of them sent', 50, 10, all(1), all(1, 0), 50],
  ['a service that hangs under load', 50, 10, all(1), all(1, 0, 20), undefined],
  ['a service that answers nothing at all', 50, 10, all(1, 0, 5), all(1, 0, 5), 500],
  ['nothing sent while connections were idle', 50, 10, all(1, 0), all(1), Number.POSITIVE_INFINITY],
])('%s', (_, rate, connections, spare, waited, needed) => {
  const uses = [{ phase: 0, spare, waited }]
  const [found] = missingConnections(uses, { connections, timeoutSeconds: 10, ratesPerSecond: [rate] })
  if (needed === undefined) expect(found).toBeUndefined()
  else expect(found?.connections).toBeCloseTo(needed, 0)
})

it('takes the service at its fastest: a frozen phase needs no more connections than the one before', () => {
  const uses = [
    { phase: 0, spare: all(0.01), waited: all(1, 0) },
    { phase: 1, spare: all(2), waited: all(0.01) },
  ]
  expect(missingConnections(uses, { connections: 50, timeoutSeconds: 10, ratesPerSecond: [50, 50] })).toEqual([])
})

it('says nothing of users, who wait for their answers', () => {
  const uses = [{ phase: 0, spare: all(1), waited: all(1) }]
  expect(missingConnections(uses, { connections: 1, timeoutSeconds: 10, ratesPerSecond: [0] })).toEqual([])
})
