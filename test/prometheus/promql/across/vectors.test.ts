// Prometheus' own test cases, as data, each in the dialect of its version. They are not part of this repository:
// PROMQL_VECTORS names the folder that holds vectors-2.42.json and vectors-3.5.json.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dialectOf } from '../../../../prometheus/promql/dialect.ts'
import { evaluate, type QueryResult } from '../../../../prometheus/promql/evaluate/evaluate.ts'
import { parseExpression } from '../../../../prometheus/promql/parse/parse-expression.ts'
import { PromqlError } from '../../../../prometheus/promql/parse/promql-error.ts'
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

/** How many cases there are, and which of them are refused by name instead of evaluated. */
const FILES = [
  { version: '2.42', total: 248, refused: { 'inline flags': 10 } },
  { version: '3.5', total: 673, refused: { 'inline flags': 10 } },
] as const

const folder = process.env.PROMQL_VECTORS

if (!folder) process.stderr.write('PROMQL_VECTORS is not set: the conformance vectors are skipped\n')

describe.skipIf(!folder)("Prometheus' own test cases", () => {
  for (const { version, total, refused } of FILES)
    it(`returns what Prometheus ${version} returns in all of ${total} cases, or refuses the expression by name`, () => {
      const { dialect, vectors } = JSON.parse(
        readFileSync(join(folder ?? '', `vectors-${version}.json`), 'utf8'),
      ) as VectorFile
      const outcomes = vectors.map((vector) => outcomeOf(vector, dialect))
      expect(outcomes.filter(({ kind }) => kind === 'different').map(({ detail }) => detail)).toEqual([])
      const reasons = outcomes.filter(({ kind }) => kind === 'refused').map(({ detail }) => detail)
      expect(reasons).toHaveLength(refused['inline flags'])
      for (const reason of reasons) expect(reason).toContain('the inline flags (?i')
      expect(outcomes.filter(({ kind }) => kind === 'equal')).toHaveLength(total - reasons.length)
    })
})

interface Outcome {
  readonly kind: 'equal' | 'different' | 'refused'
  readonly detail: string
}

function outcomeOf(vector: ConformanceVector, version: string): Outcome {
  const about = `${vector.name} ${vector.expr}`
  try {
    const series = vector.load.flatMap((block) =>
      block.series.map((line) => parseSeries(line, parsePrometheusDuration(block.interval) ?? Number.NaN)),
    )
    const expression = parseExpression(vector.expr)
    const actual = evaluate(expression, fixedSource(series), vector.evalAt, dialectOf(version))
    const different = differences(expectedResult(vector), actual)
    return different.length === 0
      ? { kind: 'equal', detail: about }
      : { kind: 'different', detail: `${about}: ${different.join('; ')}` }
  } catch (error) {
    const kind = error instanceof PromqlError ? 'refused' : 'different'
    return { kind, detail: `${about}: ${(error as Error).message}` }
  }
}

function expectedResult({ expected }: ConformanceVector): QueryResult {
  if (expected.type === 'scalar') return { type: 'scalar', value: parseValue(String(expected.value)) }
  return {
    type: 'vector',
    samples: expected.samples.map(({ labels, value }) => ({ labels, value: parseValue(String(value)) })),
  }
}
