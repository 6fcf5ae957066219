// One alert, evaluation by evaluation, with parts of what it reads missing from the record.

import { describe, expect, it } from 'vitest'
import { HISTORY_NAMES } from '../../../../core/backtest/backtest.ts'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'
import type { BoundedSample } from '../../../../prometheus/backtest/bounds/bounded-sample.ts'
import { AlertReplay } from '../../../../prometheus/backtest/replay/alert-replay.ts'
import { RuleSet } from '../../../../prometheus/backtest/replay/rule-set.ts'

const MINUTE = 60_000

interface Replayed {
  /** Under the alert's name and expression. */
  readonly more: string
  readonly expression?: string
  /** The minutes of which the record was lost: both ends belong to it. */
  readonly lost?: readonly [number, number]
  /** What the condition returns in a minute. */
  readonly at: (minute: number) => readonly BoundedSample[]
  readonly beginsAtMs?: number
}

const exactly = (value: number): BoundedSample => ({ labels: {}, drawn: value, low: value, high: value, surely: true })
const between = (low: number, drawn: number, high: number): BoundedSample => ({
  labels: {},
  drawn,
  low,
  high,
  surely: true,
})

/** An evaluation each minute, from 60 minutes before the beginning, at 0, until minute 60. */
function replayed({ more, expression = 'x > 1', lost, at, beginsAtMs = Number.NEGATIVE_INFINITY }: Replayed) {
  const text = `groups:
  - name: g
    interval: 1m
    rules:
      - alert: A
        expr: ${expression}
${more}`
  const rules = new RuleSet(parseRuleFile(text, 'rules.yml'), 60)
  const [rule] = rules.alerts
  if (!rule) throw new Error('expected an alert, got none')
  const replay = new AlertReplay(rule, {
    isBounded: true,
    needs: rules.needsOf(rule),
    intervalMs: MINUTE,
    span: { fromMs: 0, toMs: 60 * MINUTE },
    asksForSmall: false,
    limit: 0,
  })
  const gaps = lost
    ? [{ fromMs: lost[0] * MINUTE, toMs: lost[1] * MINUTE, selector: 'x', reason: 'a block is corrupted' }]
    : []
  for (let minute = -60; minute <= 60; minute++)
    if (replay.isKnownAt(minute * MINUTE, gaps, beginsAtMs)) replay.step(at(minute), minute * MINUTE)
  const minutes = (ms: number | null) => ms && ms / MINUTE
  return {
    notKnown: replay.notKnown.map(({ fromMs, toMs }) => [minutes(fromMs), minutes(toMs)]),
    episodes: replay.histories.drawn.map(({ startMs, endMs, startedBefore }) => [
      minutes(startMs),
      minutes(endMs),
      startedBefore,
    ]),
    labels: HISTORY_NAMES.map((name) => replay.histories[name].map(({ labels }) => labels.severity)),
    replay,
  }
}

const ALWAYS = () => [exactly(5)]

describe('an alert behind a gap in the record', () => {
  // A sample is seen for five minutes, so that a gap is read until five minutes after it.
  it.each<[string, Replayed, unknown, unknown]>([
    [
      'fires without a pause, and so once',
      { more: '', lost: [20, 25], at: ALWAYS },
      [[20, 30]],
      [
        [0, null, true],
        [31, null, true],
      ],
    ],
    [
      'is known again once the condition held for as long as `for` asks',
      { more: '        for: 5m', lost: [20, 25], at: ALWAYS },
      [[20, 35]],
      [
        [0, null, true],
        [36, null, true],
      ],
    ],
    [
      'is known an evaluation later where `for` is no multiple of the interval',
      { more: '        for: 90s', lost: [20, 25], at: ALWAYS },
      [[20, 32]],
      [
        [0, null, true],
        [33, null, true],
      ],
    ],
    [
      'fires anew where it surely paused',
      { more: '        for: 2m', lost: [20, 25], at: (minute) => (minute === 34 ? [] : ALWAYS()) },
      [[20, 32]],
      [
        [0, null, true],
        [33, 34, true],
        [37, null, false],
      ],
    ],
    [
      'may have been kept firing as long as the condition comes and goes',
      {
        more: '        for: 5m\n        keep_firing_for: 3m',
        lost: [20, 25],
        at: (minute) => (minute < 20 || (minute % 4 !== 0 && minute < 50) ? ALWAYS() : []),
      },
      [[20, 52]],
      [[0, null, true]],
    ],
  ])('%s', (_, given, notKnown, episodes) => {
    const found = replayed(given)
    expect(found.notKnown).toEqual(notKnown)
    expect(found.episodes).toEqual(episodes)
  })
})

describe('an alert whose ranges begin before the record', () => {
  it.each([
    ['x > 1', []],
    ['rate(x[5m]) > 1', []],
    ['rate(x[20m]) > 1', [[0, 19]]],
    ['rate(x[5m] offset 15m) > 1', [[0, 19]]],
    ['x offset 20m > 1', [[0, 19]]],
    ['max_over_time(x[20m:1m]) > 1', [[0, 19]]],
    ['x > 1 and on () rate(y[20m]) > 1', [[0, 19]]],
  ])('%s is not known in minutes %j', (expression, notKnown) => {
    const found = replayed({ more: '', expression, beginsAtMs: 0, at: () => [] })
    expect(found.notKnown).toEqual(notKnown)
    expect(found.replay.evaluations).toBe(notKnown.length === 0 ? 61 : 41)
  })

  it('is not known until its `for` has passed behind that', () => {
    const found = replayed({
      more: '        for: 10m',
      expression: 'rate(x[20m]) > 1',
      beginsAtMs: 0,
      at: ALWAYS,
    })
    expect([found.notKnown, found.episodes]).toEqual([[[0, 29]], [[30, null, true]]])
  })
})

describe('labels that depend on a value which is known within bounds only', () => {
  const SEVERITY = `        labels: { severity: '{{ if gt $value 2.0 }}critical{{ else }}warning{{ end }}' }`
  /** Drawn above 2 in every second minute. */
  const flipping = (minute: number) => [between(1.5, minute % 2 === 0 ? 2.5 : 1.8, 3)]

  it('leave open whether an alert lasts as long as `for` asks', () => {
    const { labels } = replayed({ more: `        for: 5m\n${SEVERITY}`, at: flipping })
    expect(labels).toEqual([[], [], ['left open']])
  })

  it('are those of the drawn value where they do not change, and are not sure', () => {
    const { labels } = replayed({ more: `        for: 5m\n${SEVERITY}`, at: () => [between(1.5, 2.5, 3)] })
    expect(labels).toEqual([[], ['critical'], ['critical', 'left open']])
  })

  it('are sure where the value is', () => {
    const { labels } = replayed({ more: SEVERITY, at: () => [exactly(2.5)] })
    expect(labels).toEqual([['critical'], ['critical'], ['critical', 'left open']])
  })

  it('are not those that depend on other labels alone', () => {
    const text = `        labels: { severity: 'page. {{ $labels.job }}' }`
    const { labels } = replayed({ more: text, at: () => [between(1.5, 2.5, 3)] })
    expect(labels).toEqual([['page. '], ['page. '], ['page. ']])
  })
})
