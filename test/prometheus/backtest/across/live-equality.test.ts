// Rules that a real Prometheus evaluates every fifth of a second, on samples that stand in its blocks and are read an hour
// later: what it wrote down as ALERTS while it was live is what a back-test of its own data says afterwards, at each of its
// evaluations, with the offset of the group as Prometheus chose it, and where series ended by staleness markers.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Backtest } from '../../../../core/backtest/backtest.ts'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'
import { runBacktest } from '../../../../prometheus/backtest/run-backtest.ts'
import { type GuardedPrograms, guardPrograms } from '../../../../prometheus/local/programs/guard-programs.ts'
import { labelSignature } from '../../../../prometheus/series/labels.ts'
import type { Series } from '../../../../prometheus/series/series.ts'
import { describeReal, prometheusBinaries } from '../../../support/real-programs.ts'
import { type Served, serveBlocks } from '../../../support/serve-blocks.ts'

const INTERVAL_MS = 200
const AGO_MS = 3_600_000
const LIVE_MS = 7_000
/** Slow for 1.6 of every 3.4 seconds, for a minute and more. */
const CYCLE_MS = 3_400
const SLOW_MS = 1_600
/** After so many, no state depends on the time before: the longest `for` and what is kept firing have passed. */
const SETTLED_EVALUATIONS = 10
const BOUNDS = [0.1, 0.5, 1, Number.POSITIVE_INFINITY]

const RECORDS = `
      - record: instance:latency:p95
        expr: histogram_quantile(0.95, sum by (instance, le) (rate(latency_seconds_bucket[1s] offset 1h)))
      - record: instance:slow
        expr: instance:latency:p95 > 0.5
      - record: beat
        expr: vector(1)`
const ALERTS = `
      - alert: InsideABucket
        expr: histogram_quantile(0.95, sum by (le) (rate(latency_seconds_bucket[1s] offset 1h))) > 0.7
        for: 600ms
      - alert: Recorded
        expr: max(instance:latency:p95) > 0.5
        for: 400ms
        keep_firing_for: 400ms
      - alert: CameAndWent
        expr: instance:slow > 0
        labels: { severity: page }
      - alert: Both
        expr: count(instance:slow) > 1
      - alert: AllQuiet
        expr: absent(instance:slow{instance="a"})
        for: 1s`
const rulesOf = (...rules: readonly string[]) =>
  `groups:\n  - name: live\n    interval: ${INTERVAL_MS}ms\n    rules:${rules.join('')}\n`

const OTHER_GROUPS = `groups:
${Array.from({ length: 12 }, (_, i) => `  - { name: other-${i}, interval: 1s, rules: [{ record: other_${i}, expr: vector(1) }] }`).join('\n')}
`

function openMetrics(startMs: number, endMs: number): string {
  const lines: string[] = []
  for (const [i, instance] of ['a', 'b'].entries()) {
    const counts = BOUNDS.map(() => 0)
    for (let atMs = startMs; atMs <= endMs; atMs += INTERVAL_MS) {
      const isSlow = (atMs + i * 400) % CYCLE_MS < SLOW_MS
      BOUNDS.forEach((bound, j) => {
        counts[j] = (counts[j] as number) + (bound <= 0.5 && isSlow ? 6 : 10)
        const le = Number.isFinite(bound) ? String(bound) : '+Inf'
        lines.push(`latency_seconds_bucket{instance="${instance}",le="${le}"} ${counts[j]} ${atMs / 1e3}\n`)
      })
      if (atMs % 10_000 < INTERVAL_MS) counts.fill(0)
    }
  }
  return `${lines.join('')}# EOF\n`
}

/** Those that fired, by instant. */
function firedAt(series: readonly Series[]): ReadonlyMap<number, ReadonlySet<string>> {
  const fired = new Map<number, Set<string>>()
  for (const { labels, samples } of series) {
    const { __name__, alertstate, ...alert } = labels
    for (const { timestampMs } of samples)
      if (alertstate === 'firing')
        fired.set(timestampMs, (fired.get(timestampMs) ?? new Set()).add(labelSignature(alert)))
  }
  return fired
}

function drawnAt({ variants }: Backtest, atMs: number): ReadonlySet<string> {
  const episodes = (variants[0]?.alerts ?? []).flatMap((alert) =>
    alert.outcome === 'evaluated' ? alert.histories.drawn : [],
  )
  const firing = episodes.filter(({ startMs, endMs }) => startMs <= atMs && (endMs === null || atMs < endMs))
  return new Set(firing.map(({ labels }) => labelSignature(labels)))
}

interface Lived {
  readonly served: Served
  readonly alerts: readonly Series[]
  /** The evaluations, as far as none was missed, without the first ones. */
  readonly beats: readonly number[]
}

async function lived(served: Served): Promise<Lived> {
  const { api } = served
  const startedMs = Date.now()
  await new Promise((resolve) => setTimeout(resolve, LIVE_MS))
  const range = { fromMs: startedMs - 5_000, toMs: Date.now() - INTERVAL_MS }
  const alerts = await api.rawSamples('ALERTS', range)
  const [beat] = await api.rawSamples('beat', range)
  const all = (beat?.samples ?? []).map(({ timestampMs }) => timestampMs)
  const missed = all.findIndex((atMs, i) => i > 0 && atMs - (all[i - 1] as number) > INTERVAL_MS)
  const whole = missed < 0 ? all : all.slice(0, missed)
  return { served, alerts, beats: whole.slice(SETTLED_EVALUATIONS) }
}

describeReal('a live Prometheus, back-tested', ['prometheus', 'promtool'], ({ prometheus }) => {
  const binaries = prometheusBinaries(prometheus)
  let programs: GuardedPrograms
  const runs = new Map<string, Lived>()

  beforeAll(async () => {
    programs = await guardPrograms()
    const nowMs = Math.floor(Date.now() / 1e3) * 1e3
    const text = openMetrics(nowMs - AGO_MS - 20_000, nowMs - AGO_MS + 60_000)
    // A group that begins late on a busy machine does not tell how offsets are hashed: several together do.
    const files = { 'rules.yml': rulesOf(RECORDS, ALERTS), 'others.yml': OTHER_GROUPS }
    const config = 'rule_files: [rules.yml, others.yml]'
    const all = binaries.map(async ([name, binary], i) => {
      const served = await serveBlocks(programs, { name: `live-${i}`, binary, text, config, files })
      runs.set(name, await lived(served))
    })
    await Promise.all(all)
  })

  afterAll(async () => {
    await Promise.all([...runs.values()].map(({ served }) => served.api.close()))
    await programs.stop()
  })

  describe.each(binaries.map(([name]) => name))('%s', (name) => {
    it.for([
      ['computes what the rules record', rulesOf(RECORDS, ALERTS)],
      ['reads what the server recorded', rulesOf(ALERTS)],
    ] as const)('%s', async ([, rules], { skip }) => {
      const { served, alerts, beats } = runs.get(name) as Lived
      const [fromMs, toMs] = [beats[0], beats.at(-1)]
      if (fromMs === undefined || toMs === undefined) return skip('the machine was too busy to evaluate rules')
      const backtest = await runBacktest({
        source: { kind: 'prometheus', access: { baseUrl: served.baseUrl, headers: {} } },
        fromMs,
        toMs,
        variants: [{ name: 'as written', ruleFile: parseRuleFile(rules, 'rules.yml') }],
        evaluationSeconds: 15,
        offset: 'aligned',
        dialect: null,
      })
      const [alert] = backtest.variants[0]?.alerts ?? []
      expect(alert).toMatchObject({ outcome: 'evaluated', evaluations: beats.length, failures: [] })
      const fired = firedAt(alerts)
      for (const atMs of beats)
        expect(drawnAt(backtest, atMs), `${atMs - fromMs} ms after the first`).toEqual(fired.get(atMs) ?? new Set())
    })
  })
})
