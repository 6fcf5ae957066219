// Reads the answers of the Prometheus HTTP API (v1): untyped JSON in, samples out.
// Source: prometheus docs, querying/api.md. Values are text because JSON has neither NaN nor infinities; instants are
// seconds with a fraction of milliseconds.

import { parseGoFloat } from '../series/go-float.ts'
import type { Labels, Sample, Series } from '../series/series.ts'
import { checkEachOnce, disorder } from './contradiction.ts'
import { QueryApiError } from './query-api-error.ts'

export type QueryAnswer =
  | { readonly type: 'scalar'; readonly value: number }
  | { readonly type: 'vector'; readonly samples: readonly AnswerSample[] }
  | { readonly type: 'matrix'; readonly series: readonly Series[] }

export interface AnswerSample {
  readonly labels: Labels
  readonly value: number
  readonly timestampMs: number
}

type Json = Readonly<Record<string, unknown>>

/** @throws QueryApiError where the answer is not a scalar, a vector or a matrix, or a matrix that contradicts itself */
export function readQueryAnswer(data: unknown): QueryAnswer {
  const { resultType, result } = asObject(data)
  switch (resultType) {
    case 'scalar':
      return { type: 'scalar', value: readSample(result).value }
    case 'vector':
      return { type: 'vector', samples: asList(result).map(readVectorElement) }
    case 'matrix': {
      const series = asList(result).map(readSeries)
      checkEachOnce(series.map(({ labels }) => labels))
      return { type: 'matrix', series }
    }
    default:
      throw unexpected(`a scalar, a vector or a matrix, got ${JSON.stringify(resultType)}`)
  }
}

/** A native histogram has no value of its own: NaN. */
function readVectorElement(element: unknown): AnswerSample {
  const { metric, value } = asObject(element)
  return { labels: readLabels(metric), ...(value === undefined ? NO_FLOAT : readSample(value)) }
}

const NO_FLOAT = { timestampMs: Number.NaN, value: Number.NaN }

function readSeries(element: unknown): Series {
  const { metric, values } = asObject(element)
  const labels = readLabels(metric)
  return { labels, samples: values === undefined ? [] : inOrder(labels, asList(values).map(readSample)) }
}

/** Without those that only repeat the one before. */
function inOrder(labels: Labels, samples: readonly Sample[]): readonly Sample[] {
  return samples.filter(({ timestampMs, value }, i) => {
    const before = samples[i - 1]
    if (before === undefined || timestampMs > before.timestampMs) return true
    if (timestampMs === before.timestampMs && Object.is(value, before.value)) return false
    throw disorder(labels, timestampMs, before.timestampMs)
  })
}

function readSample(pair: unknown): Sample {
  const [seconds, text] = asList(pair)
  const value = typeof text === 'string' ? parseGoFloat(text) : undefined
  if (typeof seconds !== 'number' || value === undefined)
    throw unexpected(`a sample [seconds, "value"], got ${JSON.stringify(pair)}`)
  return { timestampMs: Math.round(seconds * 1e3), value }
}

export function readLabels(metric: unknown): Labels {
  const labels = asObject(metric)
  if (Object.values(labels).every((value) => typeof value === 'string')) return labels as Labels
  throw unexpected(`labels, got ${JSON.stringify(metric)}`)
}

export function asObject(value: unknown): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json
  throw unexpected(`an object, got ${JSON.stringify(value)}`)
}

export function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw unexpected(`a list, got ${JSON.stringify(value)}`)
}

export function asText(value: unknown): string {
  if (typeof value === 'string') return value
  throw unexpected(`a text, got ${JSON.stringify(value)}`)
}

function unexpected(what: string): QueryApiError {
  return new QueryApiError('notPrometheus', `expected ${what.slice(0, 200)}`)
}
