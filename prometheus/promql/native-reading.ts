// Quantiles and shares of native histograms, as they are spelt: the histogram's own name, without `_bucket` and `le`.
//   histogram_quantile(0.95, sum(rate(http_request_duration_seconds[5m])))
// Prometheus' practices prefer it. Only a server that stores native histograms has samples for it.
// Source: prometheus docs, practices/histograms.

import { METRIC_NAME } from '../series/series.ts'
import type { Call, Expression, VectorSelector } from './expression/expression.ts'
import { partsOf } from './expression/parts.ts'

export interface NativeReading {
  readonly call: Call
  /** The histogram's name. */
  readonly metric: string
}

/** What records the series of a name. */
type Records = ReadonlyMap<string, Expression>

/** The first call of the text that can only mean a native histogram; undefined where there is none. */
export function nativeReading(expression: Expression, records: Records): NativeReading | undefined {
  if (expression.kind === 'call' && expression.name.startsWith('histogram_')) {
    const metric = nativeMetric(expression.arguments, records)
    if (metric !== undefined) return { call: expression, metric }
  }
  for (const part of partsOf(expression)) {
    const found = nativeReading(part, records)
    if (found) return found
  }
  return undefined
}

/** The name of the native histogram that is read; undefined where classic buckets are, or it cannot be told. */
export function nativeMetric(parts: readonly Expression[], records: Records): string | undefined {
  const read = spellingOf(parts, records)
  return read === undefined || read === 'classic' ? undefined : read.native
}

/** Whether the buckets are certainly classic ones. */
export function readsClassicBuckets(buckets: Expression, records: Records): boolean {
  return spelling(buckets, records) === 'classic'
}

type Spelling = 'classic' | { readonly native: string } | undefined

/** Anything about bounds makes it classic. */
function spelling(expression: Expression, records: Records, inRange = false): Spelling {
  switch (expression.kind) {
    case 'vectorSelector':
      return ofSelector(expression, records, inRange)
    case 'matrixSelector':
      return ofSelector(expression.selector, records, true)
    case 'aggregation': {
      const { mode, labels } = expression.grouping
      // VictoriaMetrics has buckets of its own, which its server reads.
      if (mode === 'by' && labels.includes('vmrange')) return undefined
      return labels.includes('le') && mode === 'by' ? 'classic' : spelling(expression.operand, records, inRange)
    }
    default:
      return spellingOf(partsOf(expression), records, inRange)
  }
}

function spellingOf(parts: readonly Expression[], records: Records, inRange = false): Spelling {
  return parts.map((part) => spelling(part, records, inRange)).reduce(prevailing, undefined)
}

function prevailing(before: Spelling, next: Spelling): Spelling {
  return before === 'classic' || next === 'classic' ? 'classic' : (before ?? next)
}

function ofSelector(selector: VectorSelector, records: Records, inRange: boolean): Spelling {
  if (selector.matchers.some(({ label }) => label === 'le')) return 'classic'
  const name = nameOf(selector)
  if (name === undefined) return undefined
  const record = records.get(name)
  if (record) return spelling(record, withoutName(records, name))
  if (name.endsWith('_bucket')) return 'classic'
  // A rule of another file may record anything under a name with a colon; what is read as it stands may be recorded too.
  if (name.includes(':') || !inRange || /_(?:count|sum|total)$/.test(name)) return undefined
  return { native: name }
}

function withoutName(records: Records, name: string): Records {
  return new Map([...records].filter(([other]) => other !== name))
}

/** Undefined where a pattern, or nothing, names the metric. */
function nameOf({ metric, matchers }: VectorSelector): string | undefined {
  return metric ?? matchers.find(({ label, operator }) => label === METRIC_NAME && operator === '=')?.value
}
