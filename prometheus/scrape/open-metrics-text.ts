// A run's series as OpenMetrics text with timestamps, ready for `promtool tsdb create-blocks-from openmetrics`.
// Samples are grouped by family, then by label set, then by instant. OpenMetrics has no stale markers: a series that
// ended has no more samples.

import { labelSignature } from '../series/labels.ts'
import type { Labels } from '../series/series.ts'
import { isPlainLabelName, isPlainMetricName } from '../series/series-name.ts'
import type { FamilyMetadata, MetricType } from './exposition/exposition.ts'
import { metricFamily } from './exposition/metric-family.ts'
import type { StoredSeries } from './stored-series.ts'

export interface OpenMetricsText {
  readonly text: string
  /** How many series were left out to keep the text within its limit. */
  readonly seriesLeftOut: number
}

interface Family {
  readonly type: MetricType
  readonly help: string
  /** By label set, the bounds left out: what OpenMetrics calls a metric. */
  readonly metrics: Map<string, StoredSeries[]>
}

/** A JavaScript string holds 512 MB; a run of two minutes that scrapes 500 lines a second makes 6 MB. */
const DEFAULT_MAX_CHARACTERS = 100_000_000

/** Of a value, a timestamp and what separates them. */
const CHARACTERS_PER_SAMPLE = 36

/** @param maxCharacters beyond them, label sets are left out, those that no rule read before all others */
export function openMetricsText(
  series: Iterable<StoredSeries>,
  declared: ReadonlyMap<string, FamilyMetadata>,
  maxCharacters = DEFAULT_MAX_CHARACTERS,
): OpenMetricsText {
  const families = groupByFamily(series, declared)
  const metrics = [...families.values()].flatMap((family) => [...family.metrics.values()])
  const leftOut = metricsLeftOut(metrics, maxCharacters)
  const parts = [...families].map(([name, family]) => formatFamily(name, family, leftOut))
  return {
    text: `${parts.join('')}# EOF\n`,
    seriesLeftOut: [...leftOut].reduce((sum, members) => sum + members.length, 0),
  }
}

function metricsLeftOut(
  metrics: readonly (readonly StoredSeries[])[],
  maxCharacters: number,
): ReadonlySet<readonly StoredSeries[]> {
  const isRead = (members: readonly StoredSeries[]) => members.some(({ wasRead }) => wasRead)
  const byNeed = [...metrics.filter(isRead), ...metrics.filter((members) => !isRead(members))]
  let characters = 0
  return new Set(
    byNeed.filter((members) => {
      characters += members.reduce((sum, member) => sum + charactersOf(member), 0)
      return characters > maxCharacters
    }),
  )
}

function charactersOf({ labels, count }: StoredSeries): number {
  return count * (formatSeries(labels).length + CHARACTERS_PER_SAMPLE)
}

function groupByFamily(
  series: Iterable<StoredSeries>,
  declared: ReadonlyMap<string, FamilyMetadata>,
): ReadonlyMap<string, Family> {
  const families = new Map<string, Family>()
  for (const one of series) {
    if (!one.scraped) continue
    const { name, type } = metricFamily(one.labels.__name__ ?? '', declared)
    const help = (declared.get(name) ?? declared.get(`${name}_total`))?.help ?? ''
    const family = families.get(name) ?? { type, help, metrics: new Map() }
    families.set(name, family)
    const { __name__, le, quantile, ...rest } = one.labels
    const hasBounds = type === 'histogram' || type === 'gaugehistogram' || type === 'summary'
    const key = labelSignature(hasBounds ? rest : one.labels)
    const members = family.metrics.get(key)
    if (members) members.push(one)
    else family.metrics.set(key, [one])
  }
  return families
}

function formatFamily(
  name: string,
  { type, help, metrics }: Family,
  leftOut: ReadonlySet<readonly StoredSeries[]>,
): string {
  const written = [...metrics.values()].filter((members) => !leftOut.has(members))
  if (written.length === 0) return ''
  const quoted = formatName(name)
  const helpLine = help === '' ? '' : `# HELP ${quoted} ${escaped(help)}\n`
  return `# TYPE ${quoted} ${type}\n${helpLine}${written.map(formatMetric).join('')}`
}

/** The series of one label set, merged by time. */
function formatMetric(members: readonly StoredSeries[]): string {
  const lines: string[] = []
  const readings = members.map((series) => ({ series, text: formatSeries(series.labels), next: 0 }))
  for (;;) {
    let instant = Number.POSITIVE_INFINITY
    for (const { series, next } of readings)
      if (next < series.count) instant = Math.min(instant, series.at(next).timestampMs)
    if (instant === Number.POSITIVE_INFINITY) return lines.join('')
    for (const reading of readings) {
      if (reading.next === reading.series.count) continue
      const sample = reading.series.at(reading.next)
      if (sample.timestampMs !== instant) continue
      reading.next++
      if (!sample.stale) lines.push(`${reading.text} ${formatValue(sample.value)} ${instant / 1e3}\n`)
    }
  }
}

function formatSeries(labels: Labels): string {
  const { __name__: name = '', ...rest } = labels
  const pairs = Object.keys(rest).map((label) => `${formatName(label, false)}="${escaped(rest[label] as string)}"`)
  if (!isPlainMetricName(name)) return `{${[formatName(name), ...pairs].join(',')}}`
  return pairs.length === 0 ? name : `${name}{${pairs.join(',')}}`
}

/** A name that is not of the old alphabet is quoted. */
function formatName(name: string, withColons = true): string {
  const isPlain = withColons ? isPlainMetricName(name) : isPlainLabelName(name)
  return isPlain ? name : `"${escaped(name)}"`
}

function formatValue(value: number): string {
  if (Number.isFinite(value)) return String(value)
  if (Number.isNaN(value)) return 'NaN'
  return value > 0 ? '+Inf' : '-Inf'
}

function escaped(text: string): string {
  return text.replace(/[\\"\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`))
}
