import { describe, expect, it } from 'vitest'
import type { PlannedDivision, RequestPreview, RunPlan } from '../../../../core/run/preflight/run-plan.ts'
import { planInBrief, renderDryRun, renderPlan } from '../../../../reports/terminal/plan/render-plan.ts'

const EVEN = { fewest: 128, most: 128 }
const ODD = { fewest: 2, most: 3 }

const plan: RunPlan = {
  scenario: 'shop',
  target: 'http://shop.example',
  isLocal: false,
  unnamedHost: null,
  phases: [
    {
      name: 'only',
      measured: true,
      durationSeconds: 60,
      traffic: { kind: 'open', fromRatePerSecond: 20, toRatePerSecond: 20 },
      requests: 1200,
    },
  ],
  durationSeconds: 60,
  peakRatePerSecond: 20,
  peakUsers: null,
  requests: 1200,
  bytes: 2048,
  connections: 256,
  division: null,
  readyPath: null,
  tried: [{ name: 'GET /a', method: 'GET' }],
  abortOn: [],
}

describe('a plan', () => {
  it('stands on one line for those who asked for quiet', () => {
    expect(planInBrief(plan)).toBe(
      'plan of shop: http://shop.example; at most 20/s; about 1,200 requests, 2 KB sent; 60s; up to 256 connections',
    )
  })

  it.each<[string, PlannedDivision, Partial<RunPlan>, string]>([
    [
      'threads',
      { place: 'threads', broker: null, generators: 2, peakRatePerSecond: 10, users: null, connections: EVEN },
      {},
      'sent by 2 threads, each with at most 10/s and 128 connections',
    ],
    [
      'processes, of which some have one user more',
      { place: 'processes', broker: null, generators: 3, peakRatePerSecond: 10, users: ODD, connections: EVEN },
      {},
      'sent by 3 processes of this machine, over a broker of its own, each with at most 10/s, 2 or 3 users and 128 connections',
    ],
    [
      'one that joins',
      { place: 'joined', broker: 'tls://b:4222', generators: 1, peakRatePerSecond: null, users: ODD, connections: ODD },
      {},
      'sent by 1 generator that joins at tls://b:4222, with at most 2 or 3 users and 2 or 3 connections',
    ],
    [
      'those that join, where the service is on this machine',
      {
        place: 'joined',
        broker: 'nats://b:4222',
        generators: 2,
        peakRatePerSecond: 10,
        users: null,
        connections: EVEN,
      },
      { isLocal: true },
      'at most 10/s and 128 connections; one on another host is refused, for this address is here, unless --allow-host names it',
    ],
    [
      'those that join, where it is the bundled server',
      {
        place: 'joined',
        broker: 'nats://b:4222',
        generators: 2,
        peakRatePerSecond: 10,
        users: null,
        connections: EVEN,
      },
      { isLocal: true, target: null },
      '; one on another host is refused, for the bundled server is here',
    ],
  ])('says how the load is divided among %s', (_, division, parts, text) => {
    expect(renderPlan({ ...plan, ...parts, division })).toContain(text)
  })

  it('claims no number of requests that the answers alone limit', () => {
    const closed = { ...plan, peakRatePerSecond: null, peakUsers: 3, requests: null, bytes: null }
    expect(renderPlan(closed)).toContain('load    at most 3 users; as many requests as are answered; 60s')
  })

  it('says that nothing is tried where that was asked for', () => {
    expect(renderPlan({ ...plan, tried: [], readyPath: '/health' })).toContain(
      'first   GET /health until it answers, then nothing is tried',
    )
  })
})

it('shows requests that are alike once', () => {
  const preview = (samples: readonly string[]): RequestPreview => ({ name: 'pay', share: 1, isFixed: false, samples })
  const shown = (samples: readonly string[]) =>
    renderDryRun({ plan, requests: [preview(samples)] })
      .split('\n\n')
      .slice(1)
  expect(shown(['GET /a', 'GET /a'])).toEqual([
    'pay: 100% of the requests, the first 2, which are alike\n  GET /a',
    'Nothing was sent.\n',
  ])
  expect(shown(['GET /a', 'GET /b'])).toEqual([
    'pay: 100% of the requests, the first 2',
    '  GET /a',
    '  GET /b',
    'Nothing was sent.\n',
  ])
})
