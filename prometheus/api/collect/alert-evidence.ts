// What the conditions of the alerts had to go on, where a Prometheus evaluated them: the samples that their selectors
// found over the run are queried, and looked at as the rules looked at them.

import type { AlertHistory } from '../../../core/run/alert.ts'
import type { AlertEvidence } from '../../../core/run/alert-evidence.ts'
import { EvidenceLog, missedSelector, selectorsIn } from '../../alerting/evidence/evidence-log.ts'
import { longestLookbackSeconds } from '../../alerting/lookback.ts'
import { parsedExpression } from '../../alerting/parsed-expression.ts'
import { type AlertingRule, everyRule, type Rule, type RuleFile, type RuleGroup } from '../../alerting/rule-file.ts'
import { secondOfRun } from '../../observation/run-time.ts'
import type { Dialect } from '../../promql/dialect.ts'
import { withoutModifiers } from '../../promql/expression/expression.ts'
import { formatExpression } from '../../promql/expression/format-expression.ts'
import { selectionsOf } from '../../promql/expression/parts.ts'
import { parseExpression } from '../../promql/parse/parse-expression.ts'
import { promqlQuery } from '../../promql/query.ts'
import { SeriesStore } from '../../scrape/series-store.ts'
import { type Labels, METRIC_NAME, type Series } from '../../series/series.ts'
import type { ObservedRun } from '../monitor-adapter.ts'
import type { QueryApi, TimeRange } from '../query-api.ts'
import { QueryApiError } from '../query-api-error.ts'
import { type AskedRule, queriedEvidence } from './queried-evidence.ts'

export interface EvidenceOptions {
  readonly ruleFile: RuleFile | null
  readonly dialect: Dialect
  readonly scrapeIntervalSeconds: number
  readonly evaluationIntervalSeconds: number
}

/** About 60 MB of JSON. */
const MOST_SAMPLES = 2_000_000
/** Of one metric, to name what there was instead of a selector that found nothing. */
const MOST_NAMESAKES = 100
/** An API has no stale markers. A series that misses so many scrapes had one. */
const MISSED_SCRAPES = 2.5

/**
 * The histories with their evidence. Of an expression that is not evaluated here, the server is queried.
 * @throws QueryApiError where there are too many samples, or the server does not answer
 */
export async function withEvidence(
  api: QueryApi,
  histories: readonly AlertHistory[],
  run: ObservedRun,
  options: EvidenceOptions,
): Promise<readonly AlertHistory[]> {
  if (!options.ruleFile || histories.length === 0) return histories
  const { ruleFile, historyOf, asked } = asEvaluated(options.ruleFile, histories, options)
  const lookbackMs = longestLookbackSeconds('0', ruleFile) * 1e3
  const store = await samplesRead(api, ruleFile, { fromMs: run.fromMs - lookbackMs, toMs: run.endMs }, options)
  const log = new EvidenceLog(ruleFile, promqlQuery(store, options.dialect, options.evaluationIntervalSeconds * 1e3))
  for (const group of ruleFile.groups) evaluate(log, group, historyOf, run, options)
  const series = [...[...store.all].map(({ labels }) => labels), ...(await namesakes(api, log.missedSelectors(), run))]
  const evidence = new Map([...historyOf].map(([rule, history]) => [history, log.evidenceOf(rule, series)]))
  for (const rule of asked) evidence.set(rule.history, await askedEvidence(api, rule, run))
  return histories.map((history) => ({ ...history, evidence: evidence.get(history) ?? null }))
}

async function askedEvidence(api: QueryApi, rule: AskedRule, run: ObservedRun): Promise<AlertEvidence | null> {
  const found = await queriedEvidence(api, rule, run)
  if (found === null) return null
  const selectors = new Set(selectorsIn(found.changes))
  const readable = [...selectors].filter(isKnown)
  const series = await namesakes(api, readable, run)
  return { ...found, missed: readable.map((selector) => missedSelector(selector, series)) }
}

/** The rules as the server evaluated them, and the history of each alert. Rules that share a name keep their order. */
function asEvaluated(
  ruleFile: RuleFile,
  histories: readonly AlertHistory[],
  { evaluationIntervalSeconds }: EvidenceOptions,
) {
  const rest = [...histories]
  const historyOf = new Map<AlertingRule, AlertHistory>()
  const asked: AskedRule[] = []
  const groups = ruleFile.groups.map(({ unsupported = [], ...group }) => ({
    ...group,
    rules: everyRule({ ...group, unsupported }).flatMap((rule): Rule[] => {
      const isNative = unsupported.some((apart) => apart.rule === rule && apart.reason.kind === 'native')
      if (rule.kind === 'recording') return isKnown(rule.expression) && !isNative ? [rule] : []
      const place = rest.findIndex(({ name }) => name === rule.name)
      const [history] = place < 0 ? [] : rest.splice(place, 1)
      if (!history) return []
      if (!isKnown(history.expression) || isNative) {
        const intervalSeconds = group.intervalSeconds ?? evaluationIntervalSeconds
        asked.push({ history, intervalSeconds, queryOffsetSeconds: group.queryOffsetSeconds })
        return []
      }
      const evaluated = { ...rule, expression: history.expression }
      historyOf.set(evaluated, history)
      return [evaluated]
    }),
  }))
  return { ruleFile: { ...ruleFile, groups }, historyOf, asked }
}

function isKnown(expression: string): boolean {
  return parsedExpression(expression) !== null
}

/** At the instants at which the server evaluated the group, as far as they are known. */
function evaluate(
  log: EvidenceLog,
  group: RuleGroup,
  historyOf: ReadonlyMap<AlertingRule, AlertHistory>,
  { time, endMs }: ObservedRun,
  { evaluationIntervalSeconds }: EvidenceOptions,
): void {
  const alerts = group.rules.flatMap((rule) => (rule.kind === 'alerting' ? (historyOf.get(rule) ?? []) : []))
  const first = Math.min(...alerts.flatMap(({ transitions }) => transitions[0]?.at ?? []))
  if (!Number.isFinite(first)) return
  const stepMs = (group.intervalSeconds ?? evaluationIntervalSeconds) * 1e3
  for (let atMs = Math.round(time.startedAtUnixMs + first * 1e3); atMs <= endMs; atMs += stepMs)
    log.evaluate(group, atMs, secondOfRun(time, atMs), new Map())
}

async function samplesRead(
  api: QueryApi,
  ruleFile: RuleFile,
  range: TimeRange,
  { dialect, scrapeIntervalSeconds }: EvidenceOptions,
): Promise<SeriesStore> {
  const store = new SeriesStore({ retentionSeconds: (range.toMs - range.fromMs) / 1e3, dotAll: dialect.regexDotAll })
  const rules = ruleFile.groups.flatMap(({ rules }) => rules)
  const selections = rules.flatMap(({ expression }) => selectionsOf(parseExpression(expression)))
  const selectors = new Set(selections.map(({ selector }) => formatExpression(withoutModifiers(selector))))
  let samples = 0
  for (const selector of selectors) {
    const counted = await api.query(`count(${selector})`, range.toMs)
    const seriesCount = counted.type === 'vector' ? (counted.samples[0]?.value ?? 0) : 0
    samples += (seriesCount * (range.toMs - range.fromMs)) / 1e3 / scrapeIntervalSeconds
    if (samples > MOST_SAMPLES) throw new QueryApiError('refused', 'the rules read too many samples to be looked at')
    for (const series of await api.rawSamples(selector, range)) keep(store, series, scrapeIntervalSeconds * 1e3)
  }
  return store
}

function keep(store: SeriesStore, { labels, samples }: Series, intervalMs: number): void {
  const stored = store.series(labels, true)
  for (const { timestampMs, value } of samples) {
    const missed = timestampMs - stored.lastTimestampMs > MISSED_SCRAPES * intervalMs
    if (missed && Number.isFinite(stored.lastTimestampMs)) stored.appendStale(stored.lastTimestampMs + intervalMs)
    stored.append(timestampMs, value)
  }
}

/** Series that have the names of selectors which found nothing, and the names of all metrics. */
async function namesakes(api: QueryApi, selectors: readonly string[], run: ObservedRun): Promise<Labels[]> {
  if (selectors.length === 0) return []
  const metrics = new Set(
    selectors.flatMap((text) => selectionsOf(parseExpression(text)).flatMap(({ selector }) => selector.metric ?? [])),
  )
  const named = await Promise.all(
    [...metrics].map(async (metric) => {
      const answer = await api.query(`topk(${MOST_NAMESAKES}, {__name__=${JSON.stringify(metric)}})`, run.endMs)
      return answer.type === 'vector' ? answer.samples.map(({ labels }) => labels) : []
    }),
  )
  const names = await api.metricNames('{__name__!=""}')
  const others = names.filter((name) => !metrics.has(name)).map((name) => ({ [METRIC_NAME]: name }))
  return [...named.flat(), ...others]
}
