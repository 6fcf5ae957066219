import { describe, expect, it } from 'vitest'
import { UserError } from '../../core/user-error.ts'
import { overrideScenario } from '../../scenario-file/override-scenario.ts'
import { parsed, TWO_PHASES } from './scenario-text.ts'

const bundled = parsed(`${TWO_PHASES}expected: pass\nserver: { concurrency: 4 }\n`)
const foreign = parsed(
  `${TWO_PHASES}target: { url: "https://a", insecure: true, metrics: { url: "http://a/metrics", histogram: h, match: '{a="b"}' } }\n`,
)
const metrics = { urls: ['http://a/metrics'], histogram: 'h', match: '{a="b"}', requests: [] }

describe('overrideScenario', () => {
  it('takes the engine that was asked for', () => {
    expect(overrideScenario(bundled, { engine: 'raw' }).load).toEqual({ ...bundled.load, engine: 'raw' })
  })

  it('takes the timers that were asked for', () => {
    expect(overrideScenario(bundled, { timers: 'spinning' }).load).toEqual({ ...bundled.load, timers: 'spinning' })
  })

  it('changes nothing without options', () => {
    expect(overrideScenario(bundled, {})).toEqual(bundled)
  })

  it('replaces the bundled server with a target, and drops the expected verdict', () => {
    const changed = overrideScenario(bundled, { target: 'http://b:8080' })
    expect(changed).toEqual({
      ...bundled,
      service: { kind: 'target', target: { url: 'http://b:8080', verifyTls: true, metrics: null } },
      expectedVerdict: null,
    })
  })

  it('expects the histogram of the bundled server where only target and metrics URLs are given', () => {
    const { service } = overrideScenario(bundled, { target: 'http://b', metrics: 'http://b/metrics' })
    expect(service).toEqual({
      kind: 'target',
      target: {
        url: 'http://b',
        verifyTls: true,
        metrics: { urls: ['http://b/metrics'], histogram: 'model_latency_seconds', match: '', requests: [] },
      },
    })
  })

  it('replaces only the URLs of a scenario that has a target', () => {
    expect(overrideScenario(foreign, { target: 'https://b' }).service).toEqual({
      kind: 'target',
      target: { url: 'https://b', verifyTls: false, metrics },
    })
    expect(overrideScenario(foreign, { metrics: 'http://c' }).service).toEqual({
      kind: 'target',
      target: { url: 'https://a', verifyTls: false, metrics: { ...metrics, urls: ['http://c'] } },
    })
  })

  it('drops what belongs to the URL that is replaced', () => {
    const reached = {
      ...foreign,
      service: {
        kind: 'target',
        target: {
          url: 'https://a',
          verifyTls: true,
          socket: 'app.sock',
          host: 'a.test',
          tls: { ca: 'ca.pem' },
          metrics: { ...metrics, sockets: ['m.sock'] },
        },
      },
    } as const
    const { service } = overrideScenario(reached, { target: 'https://b', metrics: 'https://c' })
    expect(service).toEqual({
      kind: 'target',
      target: {
        url: 'https://b',
        verifyTls: true,
        tls: { ca: 'ca.pem' },
        metrics: { ...metrics, urls: ['https://c'] },
      },
    })
  })

  it.each([
    ['opentelemetry', 'opentelemetry', 14],
    ['0.1,0.3, 1', '0.1,0.3,1', 3],
    ['slo(100ms,1s)', 'slo(100ms,1s)', 2],
    ['mine=50ms,1s', 'mine', 2],
  ])('--layout %s', (layout, name, bounds) => {
    const { service } = overrideScenario(bundled, { layout })
    if (service.kind !== 'bundled') throw new Error('expected the bundled server')
    expect([service.behaviour.layout.name, service.behaviour.layout.upperBounds.length]).toEqual([name, bounds])
    expect(service.behaviour.concurrency).toBe(4)
  })

  it('replaces the seed', () => {
    expect(overrideScenario(bundled, { seed: 0 }).load).toEqual({ ...bundled.load, seed: 0 })
  })

  it.each([
    [
      'an unknown layout',
      bundled,
      { layout: 'opentelemtry' },
      '--layout "opentelemtry": expected one of lab; prom-client; opentelemetry; micrometer; 0.1,0.2,0.5; 100ms,250ms,1s; linear(0.1,0.1,10); exponential(5ms,2,12); slo(100ms,1s); native(4) (did you mean opentelemetry?)',
    ],
    [
      'a layout that objects are made of',
      bundled,
      { layout: 'constructor' },
      '--layout "constructor": expected one of',
    ],
    [
      'bounds that descend',
      bundled,
      { layout: '0.3,0.1' },
      '--layout "0.3,0.1": expected finite bounds that ascend from above 0, got 0.3, 0.1',
    ],
    [
      'a native histogram, which the bundled server cannot publish',
      bundled,
      { layout: 'native(4)' },
      "--layout native(4): expected a layout with bounds, for the bundled server publishes classic histograms only; to compare with a native one, run buckets --layout 'native(4)'",
    ],
    [
      'a layout for a target',
      foreign,
      { layout: 'lab' },
      '--layout: expected the bundled server, got a target, whose buckets are its own',
    ],
    [
      'a layout beside --target',
      bundled,
      { layout: 'lab', target: 'http://b' },
      '--layout: expected the bundled server',
    ],
    [
      'metrics for the bundled server',
      bundled,
      { metrics: 'http://b' },
      '--metrics: expected a target (--target URL), got the bundled server',
    ],
    [
      'a target without a scheme',
      bundled,
      { target: 'b:8080' },
      '--target: expected a URL such as http://127.0.0.1:8080, got "b:8080"',
    ],
    [
      'metrics that are no URL',
      foreign,
      { metrics: '9100' },
      '--metrics: expected a URL such as http://127.0.0.1:8080, got "9100"',
    ],
    ['a seed with a fraction', bundled, { seed: 1.5 }, '--seed: expected a whole number of 0 or more, got 1.5'],
    ['a seed that is none', bundled, { seed: Number.NaN }, '--seed: expected a whole number of 0 or more, got NaN'],
  ])('refuses %s', (_, scenario, overrides, message) => {
    expect(() => overrideScenario(scenario, overrides)).toThrow(message)
    expect(() => overrideScenario(scenario, overrides)).toThrow(UserError)
  })
})
