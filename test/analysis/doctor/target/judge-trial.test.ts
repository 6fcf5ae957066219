import { describe, expect, it } from 'vitest'
import { judgeTrial } from '../../../../analysis/doctor/target/judge-trial.ts'
import type { MetricsFacts, PlacedFinding, TrialFacts } from '../../../../core/doctor/target-facts.ts'

const COMPLETED = { request: 'buy', outcome: 'completed', status: 200, seconds: 0.042 } as const
const TRIED: TrialFacts = {
  untried: null,
  failure: null,
  requests: [COMPLETED],
  findings: [],
  counted: { answered: 1, counted: 1 },
}
const SEEN: MetricsFacts = {
  scrapes: [],
  layout: { name: 'latency_seconds', bounds: [1], labelSets: 3 },
  movedBy: 0,
}

const finding = (kind: PlacedFinding['kind'], severity: PlacedFinding['severity'] = 'error'): PlacedFinding => ({
  kind,
  severity,
  at: ['target'],
  place: 'shop.yaml:3 target',
  expected: 'this',
  got: 'that',
  candidates: ['these'],
  write: 'this: line',
})

const told = (trial: TrialFacts, metrics: MetricsFacts | null = SEEN) =>
  judgeTrial(trial, metrics).map(({ id, state, observed }) => [id, state, observed])

describe('one request of each kind', () => {
  it('that was answered and counted is as it should be', () => {
    expect(told(TRIED)).toEqual([
      ['requests', 'ok', '1 of 1 kind answered as expected, within 42ms'],
      ['histogram', 'ok', 'latency_seconds is printed, with 3 label sets'],
      ['histogram-moving', 'ok', 'it counted what was tried, and stood still while nothing was sent'],
    ])
  })

  it.each<[PlacedFinding['kind'], string]>([
    ['path', 'requests'],
    ['failing', 'requests'],
    ['metrics-page', 'metrics-page'],
    ['no-histogram', 'histogram'],
    ['no-series', 'histogram'],
    ['unmoved', 'histogram-moving'],
    ['populations', 'histogram-moving'],
  ])('with a finding of %s is a problem of %s, with the line to write', (kind, id) => {
    const checks = judgeTrial({ ...TRIED, requests: [], findings: [finding(kind)] }, SEEN)
    expect(checks.find((each) => each.id === id)).toMatchObject({
      state: 'problem',
      observed: 'shop.yaml:3 target: expected this, got that; there is: these',
      advice: 'write this: line',
    })
  })

  it('with several findings names the gravest, and counts the others', () => {
    const findings = [finding('limited', 'warning'), finding('path')]
    const [requests] = judgeTrial({ ...TRIED, findings }, SEEN)
    expect(requests).toMatchObject({ state: 'problem', figures: { kind: 'path', findings: 2 } })
    expect(requests?.observed).toMatch(/; and 1 other$/)
  })

  it('of which limits are told beside the buckets is no check of its own', () => {
    expect(told({ ...TRIED, findings: [finding('limit-no-bound', 'warning')] })).toEqual(told(TRIED))
  })

  it('that was not sent proves nothing of what it would have shown', () => {
    expect(told({ ...TRIED, requests: [], untried: 'as asked for' })).toEqual([
      ['requests', 'unknown', 'none was sent: as asked for'],
      ['histogram', 'ok', 'latency_seconds is printed, with 3 label sets'],
      ['histogram-moving', 'unknown', 'it stood still while nothing was sent'],
    ])
  })

  it('that could not be tried is a problem', () => {
    expect(told({ ...TRIED, requests: [], failure: 'the login failed' })[0]).toEqual([
      'requests',
      'problem',
      'the login failed',
    ])
  })

  it('that was answered otherwise is a warning, and none that could be tried is unknown', () => {
    const failed = { ...COMPLETED, outcome: 'status', status: 500 } as const
    expect(told({ ...TRIED, requests: [COMPLETED, failed] })[0]?.[1]).toBe('warning')
    expect(told({ ...TRIED, requests: [{ ...COMPLETED, outcome: 'not tried' }] })[0]?.[1]).toBe('unknown')
    expect(told({ ...TRIED, requests: [] })[0]?.[1]).toBe('unknown')
  })
})

describe('the histogram', () => {
  it.each([
    [
      'nothing was tried by itself',
      { counted: { answered: 0, counted: 0 } },
      /nothing was answered that it could have/,
    ],
    ['its pages cannot tell', { counted: null }, /^it stood still while nothing was sent$/],
    [
      'it counted fewer',
      { counted: { answered: 2, counted: 1 } },
      /^it moved by 1 while 2 requests were answered, and/,
    ],
  ])('is not said to have counted what was tried where %s', (_, trial, observed) => {
    const [, , moving] = judgeTrial({ ...TRIED, ...trial }, SEEN)
    expect(moving).toMatchObject({
      id: 'histogram-moving',
      state: 'unknown',
      observed: expect.stringMatching(observed),
    })
  })

  it('is not said to stand still where its counts fell', () => {
    expect(told(TRIED, { ...SEEN, movedBy: null })[2]).toEqual([
      'histogram-moving',
      'unknown',
      'its counts fell while nothing was sent',
    ])
  })

  it('that moves while nothing is sent counts what others send', () => {
    expect(told(TRIED, { ...SEEN, movedBy: 12 })[2]).toEqual([
      'histogram-moving',
      'warning',
      'it moved by 12 in a second in which nothing was sent',
    ])
  })

  it('that is not printed so far is unknown', () => {
    const states = told(TRIED, { scrapes: [], layout: null, movedBy: null }).map(([id, state]) => [id, state])
    expect(states.slice(1)).toEqual([
      ['histogram', 'unknown'],
      ['histogram-moving', 'unknown'],
    ])
  })

  it('of a scenario without metrics is no check', () => {
    expect(told(TRIED, null).map(([id]) => id)).toEqual(['requests'])
  })
})
