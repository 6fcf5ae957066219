// Prometheus' own test cases, as data, each in the dialect of its version. They are not part of this repository:
// PROMQL_VECTORS names the folder that holds them: all-2.42.json and all-3.5.json with every case that has no native
// histograms and needs no flag, vectors-2.42.json and vectors-3.5.json with some of them and their features.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { UserError } from '../../../../core/user-error.ts'
import { dialectOf } from '../../../../prometheus/promql/dialect.ts'
import { evaluate, type QueryResult } from '../../../../prometheus/promql/evaluate/evaluate.ts'
import { parseExpression } from '../../../../prometheus/promql/parse/parse-expression.ts'
import { parsePrometheusDuration } from '../../../../prometheus/promql/prometheus-duration.ts'
import { resultElements } from '../../../../prometheus/promql/query.ts'
import type { SeriesSource } from '../../../../prometheus/series/series.ts'
import { differences } from '../../../support/query-result.ts'
import { fixedSource, parseSeries, parseValue } from '../../../support/series-notation.ts'

type Value = number | string

interface ConformanceVector {
  readonly name: string
  readonly load: readonly { readonly interval: string; readonly series: readonly string[] }[]
  readonly evalAt: number
  readonly expr: string
  /** Whether it is one step of a range query, which returns a scalar as a vector. */
  readonly range?: boolean
  readonly expected:
    | { readonly type: 'failure' }
    | { readonly type: 'scalar'; readonly value: Value }
    | {
        readonly type: 'vector'
        readonly samples: readonly { readonly labels: Record<string, string>; readonly value: Value }[]
      }
}

interface VectorFile {
  readonly dialect: string
  readonly vectors: readonly ConformanceVector[]
}

/** How many cases there are. */
const FILES = [
  { file: 'vectors-2.42.json', version: '2.42', total: 248 },
  { file: 'vectors-3.5.json', version: '3.5', total: 673 },
  { file: 'all-2.42.json', version: '2.42', total: 566 },
  { file: 'all-3.5.json', version: '3.5', total: 497 },
] as const

const folder = process.env.PROMQL_VECTORS

if (!folder) process.stderr.write('PROMQL_VECTORS is not set: the conformance vectors are skipped\n')

describe.skipIf(!folder)("Prometheus' own test cases", () => {
  for (const { file, version, total } of FILES)
    it.skipIf(!existsSync(join(folder ?? '', file)))(
      `returns what Prometheus ${version} returns in all of ${total} cases`,
      () => {
        const { dialect, vectors } = JSON.parse(readFileSync(join(folder ?? '', file), 'utf8')) as VectorFile
        const outcomes = vectors.map((vector) => outcomeOf(vector, dialect))
        expect(outcomes).toHaveLength(total)
        expect(outcomes.filter((outcome) => outcome !== null)).toEqual([])
      },
    )
})

/** Null where the result is the expected one, else what differs. */
function outcomeOf(vector: ConformanceVector, version: string): string | null {
  const about = `${vector.name} ${vector.expr}`
  const expected = expectedResult(vector)
  try {
    const actual = evaluate(parseExpression(vector.expr), sourceOf(vector), vector.evalAt, dialectOf(version))
    if (expected === 'failure') return `${about}: expected a failure`
    const different = differences(expected, vector.range ? { type: 'vector', samples: resultElements(actual) } : actual)
    return different.length === 0 ? null : `${about}: ${different.join('; ')}`
  } catch (error) {
    return expected === 'failure' && error instanceof UserError ? null : `${about}: ${(error as Error).message}`
  }
}

function sourceOf({ load }: ConformanceVector): SeriesSource {
  return fixedSource(
    load.flatMap(({ interval, series }) =>
      series.map((line) => parseSeries(line, parsePrometheusDuration(interval) ?? Number.NaN)),
    ),
  )
}

function expectedResult({ expected }: ConformanceVector): QueryResult | 'failure' {
  if (expected.type === 'failure') return 'failure'
  if (expected.type === 'scalar') return { type: 'scalar', value: parseValue(String(expected.value)) }
  return {
    type: 'vector',
    samples: expected.samples.map(({ labels, value }) => ({ labels, value: parseValue(String(value)) })),
  }
}
