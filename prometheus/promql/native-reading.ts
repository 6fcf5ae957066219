// Quantiles and shares of native histograms, as they are spelt: the histogram's own name, without `_bucket` and `le`.
//   histogram_quantile(0.95, sum(rate(http_request_duration_seconds[5m])))
// Prometheus' practices prefer it. Only a server that stores native histograms has samples for it.
// Source: prometheus docs, practices/histograms.

import type { Call, Expression, VectorSelector } from './expression/expression.ts'
import { metricName } from './expression/metric-name.ts'
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
  const read = new Spellings(records).ofParts(parts)
  return read === undefined || read === 'classic' ? undefined : read.native
}

/** Whether the buckets are certainly classic ones. */
export function readsClassicBuckets(buckets: Expression, records: Records): boolean {
  return new Spellings(records).of(buckets) === 'classic'
}

type Spelling = 'classic' | { readonly native: string } | undefined

/** How histograms are spelt. Anything about bounds makes one classic. */
class Spellings {
  readonly #records: Records
  /** Each once, however often records read one another. */
  readonly #recorded = new Map<string, Spelling>()

  constructor(records: Records) {
    this.#records = records
  }

  of(expression: Expression, inRange = false): Spelling {
    switch (expression.kind) {
      case 'vectorSelector':
        return this.#ofSelector(expression, inRange)
      case 'matrixSelector':
        return this.#ofSelector(expression.selector, true)
      case 'aggregation': {
        const { mode, labels } = expression.grouping
        // VictoriaMetrics has buckets of its own, which its server reads.
        if (mode === 'by' && labels.includes('vmrange')) return undefined
        return labels.includes('le') && mode === 'by' ? 'classic' : this.of(expression.operand, inRange)
      }
      default:
        return this.ofParts(partsOf(expression), inRange)
    }
  }

  ofParts(parts: readonly Expression[], inRange = false): Spelling {
    return parts.map((part) => this.of(part, inRange)).reduce(prevailing, undefined)
  }

  #ofSelector(selector: VectorSelector, inRange: boolean): Spelling {
    if (selector.matchers.some(({ label }) => label === 'le')) return 'classic'
    const name = metricName(selector)
    if (name === undefined) return undefined
    const record = this.#records.get(name)
    if (record) return this.#ofRecord(name, record)
    if (name.endsWith('_bucket')) return 'classic'
    // A rule of another file may record anything under a name with a colon; what is read as it stands may be recorded too.
    if (name.includes(':') || !inRange || /_(?:count|sum|total)$/.test(name)) return undefined
    return { native: name }
  }

  /** Inside of itself, a record cannot be told. */
  #ofRecord(name: string, record: Expression): Spelling {
    if (this.#recorded.has(name)) return this.#recorded.get(name)
    this.#recorded.set(name, undefined)
    const spelling = this.of(record)
    this.#recorded.set(name, spelling)
    return spelling
  }
}

function prevailing(before: Spelling, next: Spelling): Spelling {
  return before === 'classic' || next === 'classic' ? 'classic' : (before ?? next)
}
