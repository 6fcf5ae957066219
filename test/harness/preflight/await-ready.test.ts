import { describe, expect, it } from 'vitest'
import type { FirstError } from '../../../core/run/load-result.ts'
import { awaitReady } from '../../../harness/preflight/await-ready.ts'
import type { Trial } from '../../../load/trial/try-request.ts'
import { VirtualClock } from '../../support/virtual-clock.ts'

const READY: Trial = { outcome: 'completed', status: 200, seconds: 0.01, keepsOpen: null, sample: null }

function failing(sample: Partial<FirstError> | null): Trial {
  const answer = null
  return {
    outcome: sample?.kind ?? 'timeout',
    keepsOpen: null,
    status: sample?.answer?.status ?? 0,
    seconds: 2,
    sample: sample && { request: 0, kind: 'status', atSeconds: 0, reason: null, answer, ...sample },
  }
}

const answer = {
  status: 503,
  statusLine: 'HTTP/1.1 503 Service Unavailable',
  contentType: null,
  contentEncoding: null,
  location: null,
  body: '',
}

async function outcome(trialAt: (seconds: number) => Trial, abortAt = Number.POSITIVE_INFINITY) {
  const clock = new VirtualClock()
  const asked: number[] = []
  const told: string[] = []
  const stop = new AbortController()
  let result = 'waits'
  const waiting = awaitReady({
    url: 'http://127.0.0.1:1/health',
    withinSeconds: 3,
    place: () => 'shop.yaml:4 target.ready',
    ask: async () => {
      asked.push(clock.nowSeconds())
      return trialAt(clock.nowSeconds())
    },
    onWait: (sentence) => told.push(sentence),
    clock,
    signal: stop.signal,
  }).then(
    () => {
      result = `goes on at ${clock.nowSeconds().toFixed(1)}`
    },
    (error: Error) => {
      result = error.message
    },
  )
  for (let seconds = 0.1; seconds < 5; seconds += 0.1) {
    if (seconds >= abortAt) stop.abort()
    await clock.advanceTo(seconds)
  }
  await waiting
  return { result, asked, told }
}

describe('readiness', () => {
  it('is asked for once where the service is ready', async () => {
    expect(await outcome(() => READY)).toEqual({ result: 'goes on at 0.0', asked: [0], told: [] })
  })

  it('is asked for again, less and less often, until it is', async () => {
    const { result, asked, told } = await outcome((seconds) => (seconds < 1 ? failing({ answer }) : READY))
    expect(result).toMatch(/^goes on at 1\.\d$/)
    expect(asked.length).toBeLessThan(8)
    expect(told).toEqual([
      'waiting for http://127.0.0.1:1/health to be ready, up to 3s: HTTP/1.1 503 Service Unavailable',
    ])
    const pauses = asked.slice(1).map((at, i) => at - (asked[i] as number))
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b))
  })

  it.each([
    ['the status', failing({ answer }), 'HTTP/1.1 503 Service Unavailable'],
    [
      'why there was no connection',
      failing({ kind: 'connect', reason: 'connection refused (ECONNREFUSED)' }),
      'no connection: connection refused (ECONNREFUSED)',
    ],
    ['that nothing came', failing(null), 'no answer in 2s'],
  ])('is refused in the end with what was seen last: %s', async (_, trial, got) => {
    expect((await outcome(() => trial)).result).toBe(
      `shop.yaml:4 target.ready: expected http://127.0.0.1:1/health to answer with a status from 200 to 299 within 3s, got ${got}`,
    )
  })

  it('is not waited for where the run is stopped', async () => {
    expect((await outcome(() => failing({ answer }), 1)).result).toMatch(/^goes on at 1\.\d$/)
  })
})
