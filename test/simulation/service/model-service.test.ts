import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../core/clock.ts'
import { NAMED_LAYOUTS } from '../../../core/histogram/named-layouts.ts'
import { totalCount } from '../../../core/latency/latency-counts.ts'
import { allObservations } from '../../../core/run/exact-record.ts'
import type { ServerBehaviour } from '../../../core/scenario/server-behaviour.ts'
import type { ModelRequest } from '../../../simulation/service/model-request.ts'
import { ModelService } from '../../../simulation/service/model-service.ts'
import { Agenda } from '../../../simulation/time/agenda.ts'
import { behaviour, call, testServer, untilArrived, untilMetric } from '../../server/loopback.ts'
import { TIMELESS_MACHINE } from '../../support/simulation.ts'

const PREDICT: ModelRequest = { kind: 'predict', refusal: null }

function serviceWith(behaviour: Partial<ServerBehaviour> = {}) {
  const agenda = new Agenda(0)
  const service = new ModelService({
    agenda,
    machine: TIMELESS_MACHINE,
    behaviour: {
      latency: { kind: 'constant', seconds: 1 },
      concurrency: 1,
      layout: NAMED_LAYOUTS.lab,
      faults: [],
      restarts: [],
      ...behaviour,
    },
    extraLayouts: [],
    seed: 1,
    readTrace: () => [],
    epochUnixSeconds: 1000,
  })
  const log: string[] = []
  const note = (what: string) => log.push(`${what} at ${agenda.nowSeconds}`)
  const connect = (name: string) =>
    service.connect({ answered: (answer) => note(`${name} ${answer}`), closed: () => note(`${name} closed`) })
  const runTo = (seconds: number) => {
    let isThere = false
    agenda.at(seconds, () => {
      isThere = true
    })
    agenda.runUntil(() => isThere)
  }
  const metric = (name: string) => service.page()?.samples.find(({ labels }) => labels.__name__ === name)?.value
  return { service, log, connect, runTo, metric }
}

describe('ModelService', () => {
  it('works on one request after the other, and observes the wait in the queue', () => {
    const { connect, log, runTo, metric } = serviceWith()
    connect('a')?.request(PREDICT)
    connect('b')?.request(PREDICT)
    runTo(0.5)
    expect(metric('model_requests_in_flight')).toBe(2)
    runTo(3)
    expect(log).toEqual(['a 200 at 1', 'b 200 at 2'])
    expect([metric('model_latency_seconds_count'), metric('model_latency_seconds_sum')]).toEqual([2, 3])
  })

  it('frees the place of a client that goes away, and counts that it did', () => {
    const { service, connect, log, runTo } = serviceWith()
    const first = connect('a')
    first?.request(PREDICT)
    connect('b')?.request(PREDICT)
    runTo(0.5)
    first?.close()
    runTo(3)
    expect(log).toEqual(['b 200 at 1.5'])
    const gone = service.page()?.samples.find(({ labels }) => labels.code === 'gone')
    expect(gone?.value).toBe(1)
  })

  it('answers what is in flight before a restart, closes idle connections, and refuses what comes meanwhile', () => {
    const { service, connect, log, runTo, metric } = serviceWith({ restarts: ['deploy'] })
    connect('idle')
    connect('busy')?.request(PREDICT)
    runTo(0.4)
    service.enterPhase('deploy')
    expect([connect('early'), service.page()]).toEqual([null, null])
    runTo(1.2)
    expect(connect('between')).toBeNull()
    runTo(1.6)
    expect(log).toEqual(['idle closed at 0.4', 'busy 200 at 1', 'busy closed at 1'])
    expect(connect('late')).not.toBeNull()
    expect(metric('model_latency_seconds_count')).toBe(0)
    expect(metric('process_start_time_seconds')).toBe(1001.5)
  })

  it('cuts what is left after its grace', () => {
    const { service, connect, log, runTo } = serviceWith({
      restarts: ['deploy'],
      latency: { kind: 'constant', seconds: 60 },
    })
    connect('slow')?.request(PREDICT)
    runTo(1)
    service.enterPhase('deploy')
    runTo(7)
    expect(log).toEqual(['slow closed at 6'])
    expect(service.page()).not.toBeNull()
  })

  it('has in its exact record nothing of what it cut, as the bundled server', async () => {
    const slow = { latency: { kind: 'constant', seconds: 60 }, concurrency: 2 } as const
    const { service, connect, runTo } = serviceWith({ ...slow, restarts: ['deploy'] })
    service.beginRecord(0)
    connect('slow')?.request(PREDICT)
    const gone = connect('gone')
    gone?.request(PREDICT)
    runTo(1)
    gone?.close()
    service.enterPhase('deploy')
    runTo(7)
    expect(totalCount(allObservations(service.collectRecord()))).toBe(1)

    const server = await testServer({ behaviour: behaviour(slow.latency) })
    server.beginRecord(systemClock.nowSeconds())
    const client = new AbortController()
    const calls = [call(`${server.apiUrl}/predict`), call(`${server.apiUrl}/predict`, { signal: client.signal })]
    const lost = Promise.allSettled(calls)
    await untilArrived(server, 2)
    client.abort()
    await untilMetric(server, 'model_requests_in_flight', 1)
    await server.close()
    await lost
    expect(totalCount(allObservations(server.collectRecord()))).toBe(1)
  }, 20_000)

  it('switches on the faults of a phase that began while it was away as soon as it is back', () => {
    const { service, connect, log, runTo } = serviceWith({
      restarts: ['deploy'],
      faults: [{ during: 'bad', fault: { kind: 'errors', share: 1 } }],
    })
    service.enterPhase('deploy')
    runTo(0.1)
    service.enterPhase('bad')
    runTo(0.6)
    connect('a')?.request(PREDICT)
    runTo(2)
    expect(log).toEqual(['a 500 at 1.6'])
  })

  it('restarts twice where two phases ask for it, one after the other', () => {
    const { service, runTo } = serviceWith({ restarts: ['one', 'two'] })
    service.enterPhase('one')
    runTo(0.1)
    service.enterPhase('two')
    runTo(0.6)
    expect(service.page()).toBeNull()
    runTo(1.1)
    expect(service.page()).not.toBeNull()
  })

  it('holds other routes in a stall too, and answers its metrics', () => {
    const { service, connect, log, runTo } = serviceWith({ faults: [{ during: 'freeze', fault: { kind: 'stall' } }] })
    service.enterPhase('freeze')
    connect('probe')?.request({ kind: 'other', status: 200 })
    runTo(2)
    expect(log).toEqual([])
    expect(service.page()).not.toBeNull()
    service.enterPhase('calm')
    expect(log).toEqual(['probe 200 at 2'])
  })

  it('keeps the exact record over a restart', () => {
    const { service, connect, runTo } = serviceWith({ restarts: ['deploy'] })
    service.beginRecord(0)
    connect('a')?.request(PREDICT)
    runTo(1.5)
    service.enterPhase('deploy')
    runTo(2.5)
    connect('b')?.request(PREDICT)
    runTo(4)
    expect(service.collectRecord().seconds.map(({ second }) => second)).toEqual([1, 3])
  })
})
