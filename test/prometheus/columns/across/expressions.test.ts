// Whatever is evaluated in columns is what the ordinary evaluator gives, bit for bit and in the same order: expressions of
// every kind, in three dialects, on samples with jitter, gaps, resets, NaN and infinities; and Prometheus' own cases.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { UserError } from '../../../../core/user-error.ts'
import { dialectOf } from '../../../../prometheus/promql/dialect.ts'
import { parseExpression } from '../../../../prometheus/promql/parse/parse-expression.ts'
import { type ComparedExpression, resultsInColumns, resultsInOrder, sorted } from '../../../support/in-columns.ts'
import {
  EVALUATION_INTERVAL_MS,
  EXACT,
  NEARLY,
  OF_2,
  OF_3,
  recordedSeries,
  START_MS,
} from '../../../support/promql-expressions.ts'
import { parsePromqlScript } from '../../../support/promql-script.ts'
import { parseSeries } from '../../../support/series-notation.ts'

const series = recordedSeries()
/** From before the first sample until long after the last one, now and then on a sample. */
const INSTANTS_MS = Array.from(
  { length: 14 },
  (_, i) => START_MS - 30_000 + i * 125_300 - (i % 4 === 0 ? (i * 125_300) % 15_000 : 0),
)

/** At fixed instants, which no rule may read at. */
const isAtFixed = (text: string) => / @ /.test(text)

/** One reads ahead, and the order of the other's series changes while they are added up. */
const LEFT_TO_THE_ORDINARY = ['last_over_time(sum by (a) (g)[5m:1m] offset -1m)', 'sum(sort(g))']

/** Some are there to be refused before anything is evaluated. */
function isAccepted(text: string): boolean {
  try {
    parseExpression(text)
    return true
  } catch (error) {
    if (error instanceof UserError) return false
    throw error
  }
}

function compare(compared: ComparedExpression): 'equal' | 'ordinary' | 'failed' {
  const expected = resultsInOrder(compared)
  const got = resultsInColumns(compared)
  if (expected === 'failed') {
    expect(got, `${compared.text}: fails, and was evaluated in columns`).toBeUndefined()
    return 'failed'
  }
  if (got === undefined) return 'ordinary'
  if (got.isOrdered) expect(got.results, compared.text).toEqual(expected)
  else expect(sorted(got.results), compared.text).toEqual(sorted(expected))
  return 'equal'
}

describe('expressions in columns', () => {
  it.each(['2.42.0', '2.53.3', '3.5.0'])('are equal in the dialect of %s', (version) => {
    const dialect = dialectOf(version)
    const all = [...EXACT, ...NEARLY, ...(version < '3' ? OF_2 : OF_3)].filter(isAccepted)
    const left = all.filter((text) => {
      const compared = { text, series, instantsMs: INSTANTS_MS, dialect, stepMs: EVALUATION_INTERVAL_MS }
      return compare(compared) === 'ordinary'
    })
    expect(left.filter((text) => !isAtFixed(text))).toEqual(LEFT_TO_THE_ORDINARY)
  })

  const folder = join(import.meta.dirname, '../../promql/scripts')

  it.each(readdirSync(folder).sort())('are equal in the cases of %s', (file) => {
    for (const { loads, expression, atMs, versions } of parsePromqlScript(readFileSync(join(folder, file), 'utf8')))
      for (const version of versions) {
        const loaded = loads.flatMap((load) => load.series.map((line) => parseSeries(line, load.intervalMs)))
        compare({
          text: expression,
          series: loaded,
          instantsMs: [0, atMs / 2, atMs, atMs + 60_000].filter((atEach, i, every) => every.indexOf(atEach) === i),
          dialect: dialectOf(version),
          stepMs: EVALUATION_INTERVAL_MS,
        })
      }
  })

  const vectors = process.env.PROMQL_VECTORS ?? ''

  it.skipIf(!existsSync(join(vectors, 'vectors-3.5.json')))("are equal in Prometheus' own cases", () => {
    const file = JSON.parse(readFileSync(join(vectors, 'vectors-3.5.json'), 'utf8'))
    const outcomes = new Map<string, number>()
    for (const { load, evalAt, expr } of file.vectors) {
      const loaded = load.flatMap((each: { interval: string; series: string[] }) =>
        each.series.map((line) => parseSeries(line, milliseconds(each.interval))),
      )
      const outcome = compare({
        text: expr,
        series: loaded,
        instantsMs: [evalAt],
        dialect: dialectOf('3.5.0'),
        stepMs: 60_000,
      })
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    }
    expect(outcomes.get('equal')).toBeGreaterThan(400)
  })
})

function milliseconds(interval: string): number {
  const [, count, unit] = /^(\d+)(ms|s|m|h)$/.exec(interval) ?? []
  return Number(count) * ({ ms: 1, s: 1e3, m: 60e3, h: 3600e3 }[unit ?? ''] ?? Number.NaN)
}
