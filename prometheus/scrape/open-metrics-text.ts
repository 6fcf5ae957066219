// A run's series as OpenMetrics text with timestamps, ready for `promtool tsdb create-blocks-from openmetrics`.
// A family's samples stand together; within it those of one label set, instant after instant. Stale markers have no
// form in OpenMetrics: a series that ended simply has no more samples.

import { labelSignature } from '../promql/labels.ts'
import type { Labels } from '../series.ts'
import type { FamilyMetadata, MetricType } from './exposition.ts'
import { metricFamily } from './metric-family.ts'
import type { StoredSeries } from './stored-series.ts'

export interface OpenMetricsText {
  readonly text: string
  /** How many series were left out to keep the text within its limit. */
  readonly seriesLeftOut: number
}

interface Family {
  readonly name: string
  readonly type: MetricType
  readonly help: string
  readonly series: StoredSeries[]
}

/** About 200 MB of text: a JavaScript string holds 512 MB. */
const DEFAULT_MAX_SAMPLES = 2_000_000

/** @param maxSamples families that nobody read are left out beyond it; those that were read are always there */
export function openMetricsText(
  series: Iterable<StoredSeries>,
  declared: ReadonlyMap<string, FamilyMetadata>,
  maxSamples = DEFAULT_MAX_SAMPLES,
): OpenMetricsText {
  const families = groupByFamily(series, declared)
  const isRead = (family: Family) => family.series.some(({ wasRead }) => wasRead)
  const byNeed = [...families.filter(isRead), ...families.filter((family) => !isRead(family))]
  const written = new Set<Family>()
  let samples = 0
  for (const family of byNeed) {
    samples += family.series.reduce((sum, { count }) => sum + count, 0)
    if (samples <= maxSamples || isRead(family)) written.add(family)
  }
  const lines: string[] = []
  for (const family of families) if (written.has(family)) writeFamily(family, lines)
  lines.push('# EOF\n')
  const leftOut = families.filter((family) => !written.has(family))
  return { text: lines.join('\n'), seriesLeftOut: leftOut.reduce((sum, family) => sum + family.series.length, 0) }
}

function groupByFamily(series: Iterable<StoredSeries>, declared: ReadonlyMap<string, FamilyMetadata>): Family[] {
  const families = new Map<string, Family>()
  for (const one of series) {
    if (!one.scraped) continue
    const { name, type } = metricFamily(one.labels.__name__ ?? '', declared)
    const help = (declared.get(name) ?? declared.get(`${name}_total`))?.help ?? ''
    const family = families.get(name) ?? { name, type, help, series: [] }
    family.series.push(one)
    families.set(name, family)
  }
  return [...families.values()]
}

function writeFamily({ name, type, help, series }: Family, lines: string[]): void {
  const quoted = formatName(name)
  lines.push(`# TYPE ${quoted} ${type}`)
  if (help !== '') lines.push(`# HELP ${quoted} ${escaped(help)}`)
  const metrics = new Map<string, StoredSeries[]>()
  for (const one of series) {
    const { __name__, le, quantile, ...rest } = one.labels
    const hasBounds = type === 'histogram' || type === 'gaugehistogram' || type === 'summary'
    const key = labelSignature(hasBounds ? rest : one.labels)
    metrics.set(key, [...(metrics.get(key) ?? []), one])
  }
  for (const members of metrics.values()) writeMetric(members, lines)
}

/** The series of one label set, merged by time. */
function writeMetric(members: readonly StoredSeries[], lines: string[]): void {
  const readings = members.map((series) => ({ series, text: formatSeries(series.labels), next: 0 }))
  for (;;) {
    let instant = Number.POSITIVE_INFINITY
    for (const { series, next } of readings)
      if (next < series.count) instant = Math.min(instant, series.at(next).timestampMs)
    if (instant === Number.POSITIVE_INFINITY) return
    for (const reading of readings) {
      if (reading.next === reading.series.count) continue
      const sample = reading.series.at(reading.next)
      if (sample.timestampMs !== instant) continue
      reading.next++
      if (!sample.stale) lines.push(`${reading.text} ${formatValue(sample.value)} ${instant / 1e3}`)
    }
  }
}

function formatSeries(labels: Labels): string {
  const { __name__: name = '', ...rest } = labels
  const pairs = Object.keys(rest).map((label) => `${formatName(label, false)}="${escaped(rest[label] as string)}"`)
  if (!isPlainName(name, true)) return `{${[formatName(name), ...pairs].join(',')}}`
  return pairs.length === 0 ? name : `${name}{${pairs.join(',')}}`
}

/** A name that is not of the old alphabet is quoted. */
function formatName(name: string, withColons = true): string {
  return isPlainName(name, withColons) ? name : `"${escaped(name)}"`
}

function isPlainName(name: string, withColons: boolean): boolean {
  return (withColons ? /^[a-zA-Z_:][\w:]*$/ : /^[a-zA-Z_]\w*$/).test(name)
}

function formatValue(value: number): string {
  if (Number.isFinite(value)) return String(value)
  if (Number.isNaN(value)) return 'NaN'
  return value > 0 ? '+Inf' : '-Inf'
}

function escaped(text: string): string {
  return text.replace(/[\\"\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`))
}
