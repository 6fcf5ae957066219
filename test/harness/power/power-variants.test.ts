import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { bucketLayout } from '../../../core/histogram/bucket-layout.ts'
import { nativeLayout } from '../../../core/histogram/native-layout.ts'
import { powerVariants } from '../../../harness/power/power-variants.ts'
import { parseRuleFile } from '../../../prometheus/alerting/parse-rule-file.ts'
import { DEFAULT_ROUTE } from '../../../prometheus/alertmanager/notification-route.ts'
import { rateShape } from '../../../simulation/drawn/rate-shape.ts'
import { PUNCTUAL_SCRAPES } from '../../../simulation/monitor/scrape-behaviour.ts'
import { sentRules } from '../../../simulation/notifications/sent-rules.ts'
import type { PowerSetup } from '../../../simulation/power/power-setup.ts'
import { promtool } from '../../prometheus/promtool.ts'
import { describeReal } from '../../support/real-programs.ts'

const NOTIFICATIONS = sentRules({ root: { ...DEFAULT_ROUTE, groupWaitSeconds: 0 }, inhibitRules: [] })

const RULES = `
groups:
  - name: checkout
    rules:
      - record: job:checkout:p95
        expr: histogram_quantile(0.95, sum by (le, job) (rate(checkout_ms_bucket[5m])))
      - alert: CheckoutSlow
        expr: histogram_quantile(0.95, sum by (le) (rate(checkout_ms_bucket[5m]))) > 300
        for: 2m
      - alert: CheckoutOver
        expr: 1 - rate(checkout_ms_bucket{le="250.0"}[5m]) / ignoring (le) rate(checkout_ms_count[5m]) > 0.1
        annotations: { summary: 'slow: {{ $value | humanizePercentage }}' }
      - alert: CheckoutDown
        expr: up == 0
`

const SETUP: PowerSetup = {
  model: {
    series: [
      {
        kind: 'histogram',
        metric: 'checkout_ms',
        unitsPerSecond: 1000,
        upperBounds: [100, 250, 500],
        boundLabels: ['100', '250.0', '500'],
        labels: {},
        requests: 'all',
      },
    ],
  },
  latency: { kind: 'constant', seconds: 0.1 },
  wakeLatenessSeconds: 0,
  usualErrorShare: 0,
  shape: rateShape(2),
  ruleFile: parseRuleFile(RULES, 'r.yml'),
  alerts: [0, 1, 2],
  scrapeIntervalSeconds: 15,
  scrapes: PUNCTUAL_SCRAPES,
  evaluationSeconds: 15,
  notifications: NOTIFICATIONS,
}

const BASE = { setup: SETUP, ruleFile: SETUP.ruleFile }

const FINE = bucketLayout('fine', [0.1, 0.2, 0.25, 0.3, 0.5])
const COARSE = bucketLayout('0.3,1', [0.3, 1])
const ONE_MINUTE = { name: '--for 1m', forSeconds: 60 }
const RANGE = { name: '--range 1m', rangeSeconds: 60 }

describe('powerVariants', () => {
  it('has every layout with every change of the rules, as written first', () => {
    const { variants } = powerVariants(BASE, [FINE, COARSE], [ONE_MINUTE])
    expect(variants.map(({ facts }) => [facts.name, facts.layout, facts.forSeconds, facts.series])).toEqual([
      ['as written', null, null, 6],
      ['--for 1m', null, 60, 6],
      ['--layout fine', 'fine', null, 8],
      ['--layout fine --for 1m', 'fine', 60, 8],
      ['--layout 0.3,1', '0.3,1', null, 5],
      ['--layout 0.3,1 --for 1m', '0.3,1', 60, 5],
    ])
  })

  it("has the bounds in the histogram's own unit, with their labels as they were", () => {
    const { variants } = powerVariants(BASE, [FINE], [])
    expect(variants[1]?.setup.model.series).toEqual([
      {
        ...SETUP.model.series[0],
        upperBounds: [100, 200, 250, 300, 500],
        boundLabels: ['100', '200.0', '250.0', '300.0', '500'],
      },
    ])
    expect(variants[1]?.bounds).toBe('checkout_ms: [100, 200, 250, 300, 500]')
  })

  it('says which alerts a change leaves as they are, and changes their `for` not either', () => {
    const { variants } = powerVariants(BASE, [], [{ ...RANGE, name: '--range 1m', forSeconds: 30 }])
    expect(variants[1]?.facts.unchanged).toEqual([{ alert: 'CheckoutDown', reason: 'it has no rate over a range' }])
    const { groups } = parse(variants[1]?.rules ?? '')
    expect(groups[0].rules.map(({ for: held }: { for?: string }) => held)).toEqual([undefined, '30s', '30s', undefined])
    expect(groups[0].rules[0].expr).toContain('[5m]')
    expect(groups[0].rules[1].expr).toContain('[1m]')
  })

  it('says which bounds the rules ask for and the layout has not', () => {
    expect(powerVariants(BASE, [FINE, COARSE], []).notes).toEqual([
      '--layout 0.3,1: CheckoutOver reads the bound 250.0 of checkout_ms, which it has not, so that nothing comes of it.',
    ])
  })

  it('says that a threshold goes into every alert', () => {
    const threshold = { name: '--threshold 200', threshold: 200 }
    expect(powerVariants(BASE, [], [threshold]).notes).toEqual([
      'The thresholds are put into each of CheckoutSlow, CheckoutOver and CheckoutDown that compares with one number; --alert names those that are meant.',
    ])
    const alone = { ...BASE, setup: { ...SETUP, alerts: [0] } }
    expect(powerVariants(alone, [], [threshold]).notes).toEqual([])
  })

  it('refuses a change that no alert can have', () => {
    const down = { ...BASE, setup: { ...SETUP, alerts: [2] } }
    expect(() => powerVariants(down, [], [RANGE])).toThrow(
      '--range 1m: expected an alert in which that can be replaced, got none: CheckoutDown: it has no rate over a range',
    )
  })

  it('refuses native histograms, and more combinations than anybody reads', () => {
    expect(() => powerVariants(BASE, [nativeLayout(3)], [])).toThrow('--layout native(3): expected buckets with bounds')
    const many = Array.from({ length: 31 }, (_, i) => ({ name: `--for ${i}s`, forSeconds: i }))
    expect(() => powerVariants(BASE, [FINE], many)).toThrow('expected at most 60 combinations of their values')
  })
})

describeReal('a proposed rule file', ['promtool'], () => {
  it('is taken by promtool', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sla-harness-power-'))
    const { variants } = powerVariants(BASE, [COARSE], [{ name: '--for 90s', forSeconds: 90 }])
    try {
      await writeFile(join(folder, 'proposed.rules.yml'), variants.at(-1)?.rules ?? '')
      expect(await promtool('check', 'rules', join(folder, 'proposed.rules.yml'))).toContain('SUCCESS: 4 rules found')
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})
