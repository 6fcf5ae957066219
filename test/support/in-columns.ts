// Expressions evaluated over a stretch of instants at once, and held against the ordinary evaluator at each of them.

import { ColumnStore } from '../../prometheus/columns/column-store.ts'
import { ColumnEvaluator, nothingEvaluated } from '../../prometheus/columns/expression/column-evaluator.ts'
import type { ColumnVector } from '../../prometheus/columns/expression/column-vector.ts'
import { ArrayPool, Instants } from '../../prometheus/columns/expression/instants.ts'
import { NotInColumnsError } from '../../prometheus/columns/not-in-columns.ts'
import { ScrapedAlone } from '../../prometheus/columns/scraped-alone.ts'
import { SeriesColumn } from '../../prometheus/columns/series-column.ts'
import { TimeAxis } from '../../prometheus/columns/time-axis.ts'
import type { Dialect } from '../../prometheus/promql/dialect.ts'
import { evaluate } from '../../prometheus/promql/evaluate/evaluate.ts'
import { EvaluationError } from '../../prometheus/promql/evaluate/evaluation-error.ts'
import { parseExpression } from '../../prometheus/promql/parse/parse-expression.ts'
import { resultElements } from '../../prometheus/promql/query.ts'
import { labelSignature } from '../../prometheus/series/labels.ts'
import type { Series, SeriesSource } from '../../prometheus/series/series.ts'
import { fixedSource } from './series-notation.ts'

export interface ComparedExpression {
  readonly text: string
  readonly series: readonly Series[]
  /** Ascending. */
  readonly instantsMs: readonly number[]
  readonly dialect: Dialect
  readonly stepMs: number
}

/** Each instant's results by label set. */
type Results = readonly (readonly (readonly [string, number])[])[]

interface ColumnResults {
  readonly results: Results
  /** Whether they are in the order of the ordinary evaluator. */
  readonly isOrdered: boolean
}

/** Undefined where it is not evaluated in columns. */
export function resultsInColumns({
  text,
  series,
  instantsMs,
  dialect,
  stepMs,
}: ComparedExpression): ColumnResults | undefined {
  const store = new ColumnStore(dialect.regexDotAll)
  store.scrape(fixedSource(series).select([]).map(columnOf))
  const pool = new ArrayPool(instantsMs.length)
  const context = { store, dialect, stepMs, scrapedAlone: new ScrapedAlone([]), steps: new Map(), rank: 0 }
  const instants = new Instants(Float64Array.from(instantsMs), 0, pool)
  try {
    const vector = new ColumnEvaluator(instants, context, nothingEvaluated()).elements(parseExpression(text))
    return { results: instantsMs.map((_, i) => elementsAt(vector, i)), isOrdered: vector.isOrdered }
  } catch (error) {
    if (error instanceof NotInColumnsError) return undefined
    throw error
  }
}

/** `failed` where an evaluation fails. */
export function resultsInOrder(compared: ComparedExpression): Results | 'failed' {
  const { text, series, instantsMs, dialect, stepMs } = compared
  const expression = parseExpression(text)
  try {
    return instantsMs.map((timestampMs) => {
      const result = evaluate(expression, sourceAt(series, timestampMs), timestampMs, dialect, stepMs)
      return resultElements(result).map(({ labels, value }) => [labelSignature(labels), value] as const)
    })
  } catch (error) {
    if (error instanceof EvaluationError) return 'failed'
    throw error
  }
}

/** Sorted, where the order is not to be compared. */
export function sorted(results: Results): Results {
  return results.map((each) => each.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function elementsAt({ elements }: ColumnVector, i: number): (readonly [string, number])[] {
  return elements
    .filter(({ present }) => present === null || present[i] === 1)
    .map(({ labels, values }) => [labelSignature(labels), values[i] as number])
}

const sources = new WeakMap<readonly Series[], Map<number, SeriesSource>>()

/** What is later is not there yet. */
function sourceAt(series: readonly Series[], timestampMs: number): SeriesSource {
  const known = sources.get(series) ?? new Map<number, SeriesSource>()
  sources.set(series, known)
  const found = known.get(timestampMs)
  if (found) return found
  const until = series.map(({ labels, samples }) => ({
    labels,
    samples: samples.filter((sample) => sample.timestampMs <= timestampMs),
  }))
  const source = fixedSource(until.toSorted((a, b) => firstMs(a) - firstMs(b)))
  known.set(timestampMs, source)
  return source
}

/** Series appear in the order of their first samples. */
function firstMs({ samples }: Series): number {
  return samples.find(({ stale }) => stale !== true)?.timestampMs ?? Number.MAX_VALUE
}

export function columnOf({ labels, samples }: Series): SeriesColumn {
  const kept = samples.filter(({ stale }) => stale !== true)
  const axis = new TimeAxis(Float64Array.from(kept, ({ timestampMs }) => timestampMs))
  for (const { timestampMs, stale } of samples) if (stale === true) axis.endAt(timestampMs)
  return new SeriesColumn(
    labels,
    axis,
    Float64Array.from(kept, ({ value }) => value),
  )
}
