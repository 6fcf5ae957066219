// The probe of a remote Prometheus before a run, and a run in which it misbehaves; against a fake one. That the real
// one is read correctly is shown by local-monitor.test.ts, which queries the same server in both ways.

import { afterEach, describe, expect, it } from 'vitest'
import type { Clock } from '../../../core/clock.ts'
import { systemClock } from '../../../core/clock.ts'
import { UserError } from '../../../core/user-error.ts'
import { openRemoteMonitor, type RemoteMonitorOptions } from '../../../prometheus/remote/remote-monitor.ts'
import { type FakeAnswer, type FakeApi, fakeApi, respond, succeed } from '../api/fake-api.ts'

const servers: FakeApi[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

/** Waits for nothing: a second passes at once. */
function hastyClock(): Clock {
  let ahead = 0
  return {
    nowSeconds: () => systemClock.nowSeconds() + ahead,
    sleep: (seconds, signal) => {
      ahead += seconds
      return systemClock.sleep(0.001, signal)
    },
  }
}

async function open(answer: FakeAnswer, more: Partial<RemoteMonitorOptions> = {}) {
  const server = await fakeApi(answer)
  servers.push(server)
  const options = {
    url: server.url,
    histogram: 'latency_seconds',
    match: '',
    ruleFile: null,
    scrapeIntervalSeconds: 15,
    evaluationIntervalSeconds: 15,
    fallbackQuantile: 0.95,
    endpoints: [],
    watchedAlerts: [],
    verifyTls: true,
    clock: hastyClock(),
    environment: { SLA_HARNESS_PROMETHEUS_TOKEN: 's3cret' },
    ...more,
  }
  return { server, opening: openRemoteMonitor(options) }
}

const noSeries = { resultType: 'vector', result: [] }
/** A Prometheus without any samples. */
const empty: FakeAnswer = ({ path, parameters }, response) => {
  if (path.endsWith('/buildinfo')) return succeed(response, { version: '3.5.0' })
  if (path.endsWith('/rules')) return succeed(response, { groups: [] })
  if (path.endsWith('/values')) return succeed(response, ['latency_seconds_bucket', 'size_bytes_bucket'])
  if (path.endsWith('/metadata')) return succeed(response, {})
  return succeed(response, parameters.query?.includes('[') ? { resultType: 'matrix', result: [] } : noSeries)
}

describe('before a run', () => {
  it.each<[string, FakeAnswer, string]>([
    [
      'credentials that are refused',
      (_, response) => respond(response, 401, 'who are you?', 'text/plain'),
      'expected credentials that it accepts, got HTTP status 401 (they come from the environment: SLA_HARNESS_PROMETHEUS_TOKEN, or',
    ],
    [
      'a wrong prefix',
      (_, response) => respond(response, 404, '404 page not found', 'text/plain'),
      'expected the answer of a Prometheus API, got HTTP status 404 (the base URL is the part before /api/v1',
    ],
    [
      'a page for people',
      (_, response) => respond(response, 200, '<html>', 'text/html'),
      'expected the answer of a Prometheus API, got text/html (the base URL',
    ],
    [
      'a redirect to a login',
      (_, response) => {
        response.writeHead(302, { location: 'https://login.example' }).end()
      },
      'got HTTP status 302',
    ],
  ])('%s is reported as a user error, without the secret', async (_, answer, message) => {
    const { opening, server } = await open(answer)
    const error = await opening.then(
      () => undefined,
      (reason) => reason,
    )
    expect(error).toBeInstanceOf(UserError)
    expect(error.message.startsWith(`${server.url}: `)).toBe(true)
    expect(error.message).toContain(message)
    expect(error.message).not.toContain('s3cret')
  })

  it('a refused connection is a user error', async () => {
    const { opening } = await open(() => {}, { url: 'http://127.0.0.1:1/prometheus' })
    await expect(opening).rejects.toThrow('http://127.0.0.1:1/prometheus: connection refused')
  })

  it('a similar histogram is suggested', async () => {
    const { opening } = await open(empty, { histogram: 'latency_second' })
    await expect(opening).rejects.toThrow(
      'expected a histogram named latency_second, got none (did you mean latency_seconds?)',
    )
  })

  it('the histogram is suggested for the name of one of its series', async () => {
    const { opening } = await open(empty, { histogram: 'latency_seconds_bucket' })
    await expect(opening).rejects.toThrow('did you mean latency_seconds?')
  })

  it('matchers that cannot be parsed are a user error', async () => {
    const { opening } = await open(empty, { match: '{route=' })
    await expect(opening).rejects.toThrow('metrics.match: expected matchers in braces')
  })
})

describe('a remote server', () => {
  it('is queried with the credentials', async () => {
    const { opening, server } = await open(empty)
    await (await opening).stop()
    expect(new Set(server.requests.map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer s3cret']))
  })

  it('is named by its build information', async () => {
    const { opening, server } = await open((request, response) =>
      request.path.endsWith('/buildinfo')
        ? succeed(response, { application: 'Grafana Mimir', version: '2.14.1' })
        : empty(request, response),
    )
    const monitor = await opening
    monitor.start(systemClock.nowSeconds(), Date.now())
    expect((await monitor.finish()).source).toBe(`Grafana Mimir 2.14.1 at ${server.url}`)
    await monitor.stop()
  })

  it('without build information is queried all the same', async () => {
    const { opening, server } = await open((request, response) =>
      request.path.endsWith('/buildinfo')
        ? respond(response, 404, 'unsupported', 'text/plain')
        : empty(request, response),
    )
    const monitor = await opening
    monitor.start(systemClock.nowSeconds(), Date.now())
    expect((await monitor.finish()).source).toBe(`a Prometheus API at ${server.url}`)
    await monitor.stop()
  })

  it('whose clock is ahead is queried by its own time, which is reported', async () => {
    const { opening, server } = await open((request, response) => {
      response.setHeader('date', new Date(Date.now() + 90_000).toUTCString())
      empty(request, response)
    })
    const monitor = await opening
    monitor.start(systemClock.nowSeconds(), Date.now())
    const { problems } = await monitor.finish()
    await monitor.stop()
    expect(problems[0]).toMatch(/^the clock of http:\S+ is (89|90|91)(\.\d+)?s ahead of this machine's$/)
    const asked = server.requests
      .filter(({ path }) => path.endsWith('/query_range'))
      .map(({ parameters }) => Number(parameters.start))
    expect(asked[0]).toBeGreaterThan(Date.now() / 1e3 + 80)
  })
})

describe('a run with a remote server', () => {
  it('without any series has no total, which is reported', async () => {
    const { opening } = await open(empty)
    const monitor = await opening
    await monitor.scrapeNow()
    monitor.start(systemClock.nowSeconds(), Date.now())
    await monitor.scrapeNow()
    const { total, uncounted, alerts } = await monitor.finish()
    await monitor.stop()
    expect([total, alerts]).toEqual([null, []])
    expect(uncounted).toEqual({ kind: 'neverPrinted', printed: null })
  })

  it('reports what could not be queried where the server fails in the middle', async () => {
    let isDown = false
    const { opening } = await open((request, response) =>
      isDown ? respond(response, 503, 'no server behind the gateway', 'text/html') : empty(request, response),
    )
    const monitor = await opening
    await monitor.scrapeNow()
    monitor.start(systemClock.nowSeconds(), Date.now())
    isDown = true
    await monitor.scrapeNow()
    const { total, uncounted, problems, estimates } = await monitor.finish()
    await monitor.stop()
    expect([total, estimates]).toEqual([null, []])
    expect(uncounted).toEqual({
      kind: 'noFinalScrape',
      failure: 'Prometheus could not be queried: expected the answer of a Prometheus API, got HTTP status 503',
    })
    expect(problems).toContainEqual(
      'the estimates could not be queried: expected the answer of a Prometheus API, got HTTP status 503',
    )
  })

  it('does not wait forever for scrapes that never come', async () => {
    const { opening } = await open((request, response) =>
      request.parameters.query?.startsWith('count(')
        ? succeed(response, { resultType: 'vector', result: [{ metric: {}, value: [1, '3'] }] })
        : empty(request, response),
    )
    const monitor = await opening
    await monitor.scrapeNow()
    monitor.start(systemClock.nowSeconds(), Date.now())
    const { uncounted } = await monitor.finish()
    await monitor.stop()
    expect(uncounted).toEqual({ kind: 'noBaseline', failure: '0 of 3 instances were scraped within 90s' })
  })
})
