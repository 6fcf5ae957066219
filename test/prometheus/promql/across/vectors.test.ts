// Prometheus' own test cases, as data, each in the dialect of its version. They are not part of this repository:
// PROMQL_VECTORS names the folder that holds vectors-2.42.json and vectors-3.5.json.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dialectOf } from '../../../../prometheus/promql/dialect.ts'
import { evaluate, type QueryResult } from '../../../../prometheus/promql/evaluate/evaluate.ts'
import { parseExpression } from '../../../../prometheus/promql/parse/parse-expression.ts'
import { parsePrometheusDuration } from '../../../../prometheus/promql/prometheus-duration.ts'
import { differences } from '../../../support/query-result.ts'
import { fixedSource, parseSeries, parseValue } from '../../../support/series-notation.ts'

type Value = number | string

interface ConformanceVector {
  readonly name: string
  readonly load: readonly { readonly interval: string; readonly series: readonly string[] }[]
  readonly evalAt: number
  readonly expr: string
  readonly expected:
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
  { version: '2.42', total: 248 },
  { version: '3.5', total: 673 },
] as const

const folder = process.env.PROMQL_VECTORS

if (!folder) process.stderr.write('PROMQL_VECTORS is not set: the conformance vectors are skipped\n')

describe.skipIf(!folder)("Prometheus' own test cases", () => {
  for (const { version, total } of FILES)
    it(`returns what Prometheus ${version} returns in all of ${total} cases`, () => {
      const { dialect, vectors } = JSON.parse(
        readFileSync(join(folder ?? '', `vectors-${version}.json`), 'utf8'),
      ) as VectorFile
      const outcomes = vectors.map((vector) => outcomeOf(vector, dialect))
      expect(outcomes).toHaveLength(total)
      expect(outcomes.filter((outcome) => outcome !== null)).toEqual([])
    })
})

/** Null where the result is the expected one, else what differs. */
function outcomeOf(vector: ConformanceVector, version: string): string | null {
  const about = `${vector.name} ${vector.expr}`
  try {
    const series = vector.load.flatMap((block) =>
      block.series.map((line) => parseSeries(line, parsePrometheusDuration(block.interval) ?? Number.NaN)),
    )
    const expression = parseExpression(vector.expr)
    const actual = evaluate(expression, fixedSource(series), vector.evalAt, dialectOf(version))
    const different = differences(expectedResult(vector), actual)
    return different.length === 0 ? null : `${about}: ${different.join('; ')}`
  } catch (error) {
    return `${about}: ${(error as Error).message}`
  }
}

function expectedResult({ expected }: ConformanceVector): QueryResult {
  if (expected.type === 'scalar') return { type: 'scalar', value: parseValue(String(expected.value)) }
  return {
    type: 'vector',
    samples: expected.samples.map(({ labels, value }) => ({ labels, value: parseValue(String(value)) })),
  }
}
