import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { NAMED_LAYOUTS } from '../../../core/histogram/named-layouts.ts'
import { nativeLayout } from '../../../core/histogram/native-layout.ts'
import { DEFAULT_SCRAPE_LIMITS } from '../../../core/scenario/scrape-limits.ts'
import type { LatencyModel } from '../../../core/scenario/server-behaviour.ts'
import { parsed, TWO_PHASES } from '../scenario-text.ts'

const behaviour = (server: string) => {
  const { service } = parsed(`${TWO_PHASES}server: ${server}\n`)
  if (service.kind !== 'bundled') throw new Error('expected the bundled server')
  return service.behaviour
}

describe('defaults', () => {
  it('fill in whatever a file leaves out', () => {
    expect(parsed(TWO_PHASES)).toEqual({
      name: 'example',
      question: '',
      file: '/project/scenarios/example.yaml',
      expectedVerdict: null,
      service: {
        kind: 'bundled',
        behaviour: {
          latency: { kind: 'constant', seconds: 0.05 },
          concurrency: Number.POSITIVE_INFINITY,
          layout: { name: 'lab', upperBounds: [0.1, 0.3, 0.5, 0.7, 1, 2, 5] },
          faults: [],
          restarts: [],
        },
      },
      requests: [
        {
          name: 'GET /predict',
          weight: 1,
          method: 'GET',
          path: '/predict',
          headers: {},
          body: null,
          expect: { statuses: [] },
        },
      ],
      load: {
        arrivals: 'poisson',
        seed: 1,
        connections: 256,
        timeoutSeconds: 10,
        phases: [
          {
            name: 'base',
            durationSeconds: 10,
            traffic: { kind: 'open', fromRatePerSecond: 20, toRatePerSecond: 20 },
            measured: true,
          },
          {
            name: 'spike',
            durationSeconds: 10,
            traffic: { kind: 'open', fromRatePerSecond: 80, toRatePerSecond: 80 },
            measured: true,
          },
        ],
      },
      sla: [
        {
          text: 'errors < 1%',
          objective: { kind: 'errors', limitShare: 0.01 },
          during: null,
          implied: { except: [] },
        },
      ],
      prometheus: { rulesFile: null, scrapeIntervalSeconds: 1, evaluationIntervalSeconds: 1 },
      alerts: [],
    })
  })

  it.each([
    ['a default connection for each user of the largest crowd', [300, 400], 400],
    ['and never fewer than 256', [10, 20], 256],
  ])('%s', (_, users, connections) => {
    const phases = users.map((count, i) => `{ name: crowd-${i}, for: 1s, users: ${count} }`)
    expect(parsed(`name: a\nload: { phases: [${phases.join(', ')}] }`).load.connections).toBe(connections)
  })
})

describe('server', () => {
  it.each<[string, LatencyModel]>([
    ['{ constant: 0 }', { kind: 'constant', seconds: 0 }],
    ['{ uniform: { from: 0, to: 1m } }', { kind: 'uniform', fromSeconds: 0, toSeconds: 60 }],
    [
      '{ choice: [200ms, { value: 2s, weight: 3 }] }',
      {
        kind: 'choice',
        choices: [
          { seconds: 0.2, weight: 1 },
          { seconds: 2, weight: 3 },
        ],
      },
    ],
    ['{ lognormal: { median: 40ms, p95: 120ms } }', { kind: 'lognormal', medianSeconds: 0.04, p95Seconds: 0.12 }],
    [
      '{ bimodal: { fast: { median: 5ms, p95: 9ms }, slow: { median: 1s, p95: 2s }, slowShare: 5% } }',
      {
        kind: 'bimodal',
        fast: { medianSeconds: 0.005, p95Seconds: 0.009 },
        slow: { medianSeconds: 1, p95Seconds: 2 },
        slowShare: 0.05,
      },
    ],
    [
      '{ pareto: { minimum: 10ms, shape: 1.5, maximum: 10s } }',
      { kind: 'pareto', minimumSeconds: 0.01, shape: 1.5, maximumSeconds: 10 },
    ],
    ['{ trace: { file: trace.txt } }', { kind: 'trace', file: '/project/scenarios/trace.txt' }],
  ])('latency: %s', (latency, model) => {
    expect(behaviour(`{ latency: ${latency} }`).latency).toEqual(model)
  })

  it.each([
    ['opentelemetry', 'opentelemetry', 14],
    ['[0.1, 300ms, 1s]', 'custom', 3],
    ['{ name: own, bounds: [10us, 1] }', 'own', 2],
  ])('layout: %s', (layout, name, bounds) => {
    const { layout: found } = behaviour(`{ layout: ${layout} }`)
    expect([found.name, found.upperBounds.length]).toEqual([name, bounds])
  })

  it('reads layouts to compare: names, families, native histograms and bounds', () => {
    const layouts = "[prom-client, 'slo(100ms,1s)', native(4), '50ms,1s', 'mine=1,2', { name: own, bounds: [10ms, 1] }]"
    expect(parsed(`${TWO_PHASES}layouts: ${layouts}\n`).layouts).toEqual([
      NAMED_LAYOUTS['prom-client'],
      { name: 'slo(100ms,1s)', upperBounds: [0.1, 1] },
      nativeLayout(4),
      { name: '50ms,1s', upperBounds: [0.05, 1] },
      { name: 'mine', upperBounds: [1, 2] },
      { name: 'own', upperBounds: [0.01, 1] },
    ])
  })

  it('separates restarts, which happen once, from faults, which last for a phase', () => {
    const faults = '[{ during: spike, restart: true, slowdown: 2 }, { during: base, restart: false, stall: true }]'
    const { restarts, faults: lasting } = behaviour(`{ faults: ${faults} }`)
    expect(restarts).toEqual(['spike'])
    expect(lasting.map(({ during, fault }) => [during, fault.kind])).toEqual([
      ['spike', 'slowdown'],
      ['base', 'stall'],
    ])
  })

  it('turns one entry with several faults into as many of the same phase', () => {
    const faults = '[{ during: spike, slowdown: 3, add: 2s, errors: 5%, resets: 0.5%, stall: true }]'
    expect(behaviour(`{ faults: ${faults} }`).faults).toEqual([
      { during: 'spike', fault: { kind: 'slowdown', factor: 3 } },
      { during: 'spike', fault: { kind: 'addedDelay', seconds: 2 } },
      { during: 'spike', fault: { kind: 'errors', share: 0.05 } },
      { during: 'spike', fault: { kind: 'resets', share: 0.005 } },
      { during: 'spike', fault: { kind: 'stall' } },
    ])
  })

  it('leaves out a stall that is switched off', () => {
    const faults = '[{ during: spike, slowdown: 2, stall: false }]'
    expect(behaviour(`{ faults: ${faults} }`).faults).toEqual([
      { during: 'spike', fault: { kind: 'slowdown', factor: 2 } },
    ])
  })
})

describe('target', () => {
  const target = (text: string) => parsed(`${TWO_PHASES}request: { path: /p }\ntarget: ${text}\n`).service

  it('checks the certificate of a target and expects no metrics by default', () => {
    expect(target('{ url: "https://example.org/api" }')).toEqual({
      kind: 'target',
      target: { url: 'https://example.org/api', verifyTls: true, metrics: null },
    })
  })

  it.each(['url: "http://a/metrics"', 'urls: "http://a/metrics"', 'url: ["http://a/metrics"]'])(
    'reads the metrics of %s',
    (url) => {
      expect(target(`{ url: "http://a", insecure: true, metrics: { ${url}, histogram: h } }`)).toEqual({
        kind: 'target',
        target: {
          url: 'http://a',
          verifyTls: false,
          metrics: { urls: ['http://a/metrics'], histogram: 'h', match: '', requests: [] },
        },
      })
    },
  )

  it('reads every key of a target', () => {
    const metrics = `{ urls: ["http://a", "\${METRICS}"], histogram: "app:h", match: ' {route="/p"} ', requests: [GET /p] }`
    expect(target(`{ url: "http://\${HOST}", metrics: ${metrics} }`)).toEqual({
      kind: 'target',
      target: {
        url: `http://\${HOST}`,
        verifyTls: true,
        metrics: {
          urls: ['http://a', `\${METRICS}`],
          histogram: 'app:h',
          match: '{route="/p"}',
          requests: ['GET /p'],
        },
      },
    })
  })
})

describe('how a target is reached', () => {
  const target = (text: string) => {
    const { service } = parsed(`${TWO_PHASES}target: { url: "https://a", ${text} }\n`)
    return service.kind === 'target' ? service.target : null
  }
  const metrics = (text: string) => target(`metrics: { histogram: h, ${text} }`)?.metrics

  it.each([
    ['tls: { minVersion: 1.3 }', { tls: { minVersion: '1.3' } }],
    ['tls: { minVersion: "1.2", serverName: shop.test }', { tls: { minVersion: '1.2', serverName: 'shop.test' } }],
    [
      `tls: { ca: "\${CERTS}/ca.pem", passphrase: "\${P}", cert: "\${C}", key: "\${K}" }`,
      { tls: { ca: `\${CERTS}/ca.pem`, passphrase: `\${P}`, cert: `\${C}`, key: `\${K}` } },
    ],
    ['socket: run/app.sock', { socket: 'run/app.sock' }],
    ['host: "shop.test:8443"', { host: 'shop.test:8443' }],
    ['addresses: spread', { addresses: 'spread' }],
  ])('%s', (text, expected) => {
    expect(target(text)).toEqual({ url: 'https://a', verifyTls: true, metrics: null, ...expected })
  })

  it.each([
    ['url: "https://a", tls: { minVersion: 1.3 }', { tls: { minVersion: '1.3' } }],
    ['url: "http://a", socket: m.sock', { sockets: ['m.sock'] }],
    ['url: ["http://a", { url: "http://b", socket: b.sock }]', { sockets: [null, 'b.sock'] }],
    ['socket: m.sock, url: ["http://a", { url: "http://b", socket: b.sock }]', { sockets: ['m.sock', 'b.sock'] }],
    ['url: "http://a", everyAddress: true', { everyAddress: true }],
  ])('metrics: %s', (text, expected) => {
    expect(metrics(text)).toMatchObject(expected)
  })

  it('says nothing of what the file says nothing of', () => {
    expect(metrics('url: "http://a", everyAddress: false')).toEqual({
      urls: ['http://a'],
      histogram: 'h',
      match: '',
      requests: [],
    })
  })
})

describe('what a scrape configuration says', () => {
  const metricsOf = (text: string) => {
    const service = parsed(`${TWO_PHASES}target: { url: "http://a", metrics: { histogram: h, ${text} } }\n`).service
    return service.kind === 'target' ? service.target.metrics : null
  }
  const scrape = {
    labels: {},
    urlLabels: [{}],
    honorLabels: false,
    headers: {},
    credentials: null,
    verifyTls: null,
    limits: DEFAULT_SCRAPE_LIMITS,
  }

  it.each([
    ['job: checkout', { labels: { job: 'checkout' } }],
    ['labels: { job: checkout, namespace: shop }', { labels: { job: 'checkout', namespace: 'shop' } }],
    ['honorLabels: true', { honorLabels: true }],
    ['headers: { X-Scope: a }', { headers: { 'X-Scope': 'a' } }],
    ['bearer: t', { credentials: { kind: 'bearer', token: 't' } }],
    ['basic: { user: u, password: p }', { credentials: { kind: 'basic', user: 'u', password: 'p' } }],
    ['insecure: true', { verifyTls: false }],
    ['bodySizeLimit: 10MB', { limits: { ...scrape.limits, bodyBytes: 10 * 1024 ** 2 } }],
    ['bodySizeLimit: 0', { limits: { ...scrape.limits, bodyBytes: 0 } }],
    ['sampleLimit: 500', { limits: { ...scrape.limits, samples: 500 } }],
    ['labelLimit: 30', { limits: { ...scrape.limits, labels: 30 } }],
    ['labelNameLengthLimit: 40', { limits: { ...scrape.limits, labelNameLength: 40 } }],
    ['labelValueLengthLimit: 200', { limits: { ...scrape.limits, labelValueLength: 200 } }],
  ])('%s', (text, expected) => {
    expect(metricsOf(`url: "http://a/metrics", ${text}`)).toMatchObject({
      urls: ['http://a/metrics'],
      scrape: { ...scrape, ...expected },
    })
  })

  it.each([
    ['url: { url: "http://a", labels: { zone: a } }', ['http://a'], [{ zone: 'a' }]],
    ['urls: ["http://a", { url: "http://b", labels: { zone: b } }]', ['http://a', 'http://b'], [{}, { zone: 'b' }]],
  ])('%s', (text, urls, urlLabels) => {
    expect(metricsOf(text)).toMatchObject({ urls, scrape: { ...scrape, urlLabels } })
  })
})

describe('requests', () => {
  const requests = (text: string) => parsed(`${TWO_PHASES}${text}\n`).requests

  it('sends a request with a body and no method as POST', () => {
    expect(requests('request: { json: { features: [1, 2, 3] }, expect: { status: 200, json: { ok: true } } }')).toEqual(
      [
        {
          name: 'POST /predict',
          weight: 1,
          method: 'POST',
          path: '/predict',
          headers: {},
          body: { kind: 'json', value: { features: [1, 2, 3] } },
          expect: { statuses: [200], json: { ok: true } },
        },
      ],
    )
  })

  it('keeps the weights of several requests', () => {
    const found = requests(
      `requests: [{ name: a, weight: 3, path: /a }, { method: PUT, path: "/b?x=\${X}", text: "", headers: { A: b }, expect: { status: [200, 404] } }]`,
    )
    expect(found.map(({ name, weight, method }) => [name, weight, method])).toEqual([
      ['a', 3, 'GET'],
      [`PUT /b?x=\${X}`, 1, 'PUT'],
    ])
    expect(found[1]).toMatchObject({
      body: { kind: 'text', text: '' },
      headers: { A: 'b' },
      expect: { statuses: [200, 404] },
    })
  })

  it('sends null as a JSON body', () => {
    expect(requests('request: { json: null }')[0]?.body).toEqual({ kind: 'json', value: null })
  })
})

describe('the matchers of a request', () => {
  it('are kept where they are given', () => {
    const target = 'target: { url: "http://x", metrics: { url: "http://x/metrics", histogram: h } }\n'
    const requests = 'requests: [{ name: a, path: /a, match: \' {route="/a"} \' }, { name: b, path: /b }]\n'
    const found = parsed(`${TWO_PHASES}${target}${requests}`).requests
    expect(found.map(({ match }) => match)).toEqual(['{route="/a"}', undefined])
  })
})

describe('objectives and alerts', () => {
  it('keep the text, the limit and the phase of an objective', () => {
    const text = `${TWO_PHASES}sla: [p95 < 1s, { objective: ' errors < 5% ', during: base }, { objective: p50 < 1s }]\n`
    expect(parsed(text).sla).toEqual([
      { text: 'p95 < 1s', objective: { kind: 'quantile', quantile: 0.95, limitSeconds: 1 }, during: null },
      { text: 'errors < 5%', objective: { kind: 'errors', limitShare: 0.05 }, during: 'base' },
      { text: 'p50 < 1s', objective: { kind: 'quantile', quantile: 0.5, limitSeconds: 1 }, during: null },
      {
        text: 'errors < 1%',
        objective: { kind: 'errors', limitShare: 0.01 },
        during: null,
        implied: { except: ['base'] },
      },
    ])
  })

  it('keep the request that an objective is about, and leave it out of what is implied', () => {
    const text = `${TWO_PHASES}requests: [{ name: browse, path: /b }, { name: checkout, path: /c }]
sla: [p95 < 1s FOR checkout, { objective: errors < 5%, for: checkout, during: base }, p50 < 1s]
`
    expect(parsed(text).sla.map(({ text, request, during }) => [text, request, during])).toEqual([
      ['p95 < 1s', 'checkout', null],
      ['errors < 5%', 'checkout', 'base'],
      ['p50 < 1s', undefined, null],
      ['errors < 1%', undefined, null],
    ])
    expect(parsed(text).sla.at(-1)?.implied).toEqual({
      except: [],
      exceptFor: [{ request: 'checkout', during: 'base' }],
    })
  })

  it('read alerts that must never fire, or fire and resolve', () => {
    const text = `${TWO_PHASES}prometheus: { rules: rules.yml, scrapeInterval: 5s, evaluationInterval: 500ms }
alerts:
  A: never
  B: { fires: { after: spike, within: 45s } }
  C: { fires: { after: base, within: 1m }, resolves: { after: spike, within: 2m } }
`
    const { alerts, prometheus } = parsed(text)
    expect(prometheus).toEqual({
      rulesFile: '/project/scenarios/rules.yml',
      scrapeIntervalSeconds: 5,
      evaluationIntervalSeconds: 0.5,
    })
    expect(alerts).toEqual([
      { alert: 'A', kind: 'never' },
      { alert: 'B', kind: 'fires', fires: { after: 'spike', withinSeconds: 45 }, resolves: null },
      {
        alert: 'C',
        kind: 'fires',
        fires: { after: 'base', withinSeconds: 60 },
        resolves: { after: 'spike', withinSeconds: 120 },
      },
    ])
  })
})

const milliseconds = fc.integer({ min: 1, max: 1_000_000 })
const rate = fc.integer({ min: 1, max: 10_000 }).map((n) => n / 10)
const phase = fc.oneof(
  fc.record({ for: milliseconds, rate }),
  fc.record({ for: milliseconds, rate: fc.record({ from: rate, to: rate }) }),
  fc.record({ for: milliseconds, users: fc.integer({ min: 1, max: 1000 }), think: milliseconds }),
)

describe('any file that is accepted', () => {
  it('has phases that are longer than 0, with traffic above 0, and at least one measured', () => {
    fc.assert(
      fc.property(fc.array(phase, { minLength: 1, maxLength: 6 }), fc.nat(5), (written, unmeasured) => {
        const phases = written.map((entry, i) => ({
          ...entry,
          name: `phase-${i}`,
          for: `${entry.for}ms`,
          ...('think' in entry ? { think: `${entry.think}ms` } : {}),
          ...(i === unmeasured && i > 0 ? { measured: false } : {}),
        }))
        const found = parsed(stringify({ name: 'any', load: { phases } })).load.phases
        expect(found.map(({ name }) => name)).toEqual(phases.map(({ name }) => name))
        expect(found.some(({ measured }) => measured)).toBe(true)
        for (const [i, { durationSeconds, traffic }] of found.entries()) {
          const entry = written[i] as (typeof written)[number]
          expect(durationSeconds).toBeCloseTo(entry.for / 1000, 9)
          if (traffic.kind === 'closed') expect(traffic).toMatchObject({ users: 'users' in entry ? entry.users : 0 })
          else expect(Math.max(traffic.fromRatePerSecond, traffic.toRatePerSecond)).toBeGreaterThan(0)
        }
      }),
      { numRuns: 50 },
    )
  })
})

describe('what keeps a service from harm', () => {
  it('is one rule or several, and hosts as they are written', () => {
    const { abortOn, allowHosts } = parsed(
      `${TWO_PHASES}abortOn: [Errors > 50% for 10s, p95 > 5s for 1m]\nallowHosts: [shop.example, "*.a.example:80"]\n`,
    )
    expect(abortOn).toEqual([
      { text: 'errors > 50% for 10s', kind: 'errors', limitShare: 0.5, forSeconds: 10 },
      { text: 'p95 > 5s for 1m', kind: 'quantile', quantile: 0.95, limitSeconds: 5, forSeconds: 60 },
    ])
    expect(allowHosts).toEqual(['shop.example', '*.a.example:80'])
    expect(parsed(`${TWO_PHASES}abortOn: timeouts > 5% for 2s\n`).abortOn).toHaveLength(1)
  })

  it('waits for readiness as long as is said, or half a minute', () => {
    const readyOf = (ready: string) => {
      const { service } = parsed(`${TWO_PHASES}target: { url: "http://127.0.0.1:1", ready: ${ready} }\n`)
      return service.kind === 'target' ? service.target.ready : undefined
    }
    expect(readyOf('{ path: /health, within: 2m }')).toEqual({ path: '/health', withinSeconds: 120 })
    expect(readyOf('{ path: "/health?deep=1" }')).toEqual({ path: '/health?deep=1', withinSeconds: 30 })
  })
})
