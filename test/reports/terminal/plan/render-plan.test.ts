import { describe, expect, it } from 'vitest'
import type { RequestPreview, RunPlan } from '../../../../core/run/preflight/run-plan.ts'
import { planInBrief, renderDryRun, renderPlan } from '../../../../reports/terminal/plan/render-plan.ts'

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
