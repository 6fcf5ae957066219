// Every function, aggregation and modifier put to the real Prometheus as a rule would put it: an instant query, at several
// instants, on samples with jitter, gaps, resets, NaN and infinities. The evaluator gives the same elements with the same
// values, bit for bit; where Prometheus calculates with Go's own exp or sin, to within 1e-13.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { QueryApi } from '../../../../prometheus/api/query-api.ts'
import { QueryApiError } from '../../../../prometheus/api/query-api-error.ts'
import { type GuardedPrograms, guardPrograms } from '../../../../prometheus/local/programs/guard-programs.ts'
import { dialectOf } from '../../../../prometheus/promql/dialect.ts'
import { evaluate } from '../../../../prometheus/promql/evaluate/evaluate.ts'
import { EvaluationError } from '../../../../prometheus/promql/evaluate/evaluation-error.ts'
import type { InstantSample } from '../../../../prometheus/promql/evaluate/instant-sample.ts'
import { FUNCTIONS } from '../../../../prometheus/promql/functions.ts'
import { parseExpression } from '../../../../prometheus/promql/parse/parse-expression.ts'
import { PromqlError } from '../../../../prometheus/promql/parse/promql-error.ts'
import { AGGREGATIONS } from '../../../../prometheus/promql/parse/unknown-function.ts'
import { resultElements } from '../../../../prometheus/promql/query.ts'
import { formatLabels } from '../../../../prometheus/series/labels.ts'
import type { Series } from '../../../../prometheus/series/series.ts'
import {
  EVALUATION_INTERVAL_MS,
  EXACT,
  INSTANTS_MS,
  NEARLY,
  OF_2,
  OF_3,
  recordedSeries,
  START_MS,
} from '../../../support/promql-expressions.ts'
import { describeReal, prometheusBinaries } from '../../../support/real-programs.ts'
import { fixedSource } from '../../../support/series-notation.ts'
import { serveBlocks } from '../../../support/serve-blocks.ts'

/** Newer than the real ones here. */
const NOT_ASKED = new Set(['first_over_time', 'ts_of_first_over_time'])

const ACCEPTED_PATTERNS = [
  ...[
    '',
    'a|b',
    '(?i)a',
    '(?i:a)b',
    '(?s-m:.)',
    '(?U)a+',
    '(?P<name>a)',
    '(?:a)',
    'a+?',
    'a{2,}?',
    '\\pN',
    '\\p{Lu}',
    '\\PN',
  ],
  ...[
    '\\p{^Greek}',
    '[[:alpha:]]',
    '[[:^digit:]]',
    '[\\d\\s]',
    '\\A.*\\z',
    '\\bx\\B',
    '\\Qa.b\\E',
    '\\x{1F600}',
    '\\x41',
    '\\141',
  ],
  ...['[^\\n]', '[]a]', 'a{,2}', 'a{1000}', '^$', '\\a\\f\\v', '(|a)*', '(((((((((a)))))))))', '[a-z&&b]'],
]

const REFUSED_PATTERNS = [
  ...['(?=a)', '(?!a)', '(?<=a)', '(?<!a)', '(?>a)', '(a)\\1', '\\k<n>', '(?P=n)', '(?P<>a)', '(?P<1 a>a)'],
  ...[
    'a**',
    'a++',
    'a{2}{3}',
    '*',
    '+a',
    '?',
    'a{1001}',
    '(a',
    'a)',
    '[a',
    '[b-a]',
    '\\',
    '\\C',
    '\\Z',
    '\\G',
    '\\K',
    '\\R',
    '\\h',
  ],
  ...[
    '\\u0041',
    '\\p{Klingon}',
    '\\pX',
    '[[:nope:]]',
    '\\8',
    '(?x)a',
    '(?#comment)',
    '(?i',
    '(?a)',
    '\\x{110000}',
    '\\xg',
  ],
  ...['(?R)', '(?1)', '((a{100}){100}){100}'],
]

function asText(series: readonly Series[]): string {
  const lines = series.flatMap(({ labels, samples }) =>
    samples.map(
      ({ timestampMs, value }) =>
        `${formatLabels(labels).replaceAll(', ', ',')} ${written(value)} ${timestampMs / 1e3}`,
    ),
  )
  return `${lines.join('\n')}\n# EOF\n`
}

function written(value: number): string {
  return Number.isFinite(value) ? `${value}` : value > 0 ? '+Inf' : value < 0 ? '-Inf' : 'NaN'
}

describeReal('the same query, put to', ['prometheus', 'promtool'], ({ prometheus }) => {
  const series = recordedSeries()
  const source = fixedSource(series)
  const apis = new Map<string, QueryApi>()
  let programs: GuardedPrograms

  beforeAll(async () => {
    programs = await guardPrograms()
    const text = asText(series)
    const config = JSON.stringify({ global: { evaluation_interval: `${EVALUATION_INTERVAL_MS / 1e3}s` } })
    const flags = ['--enable-feature=promql-experimental-functions']
    for (const [i, [name, binary]] of prometheusBinaries(prometheus).entries()) {
      const served = await serveBlocks(programs, { name: `data-${i}`, binary, text, config, flags })
      apis.set(name, served.api)
    }
  })

  afterAll(async () => {
    await Promise.all([...apis.values()].map((api) => api.close()))
    await programs.stop()
  })

  describe.each(prometheusBinaries(prometheus).map(([name]) => name))('%s', (name) => {
    it('gives the same elements with the same values', async () => {
      const api = apis.get(name) as QueryApi
      const { version } = await api.buildInfo()
      const own = version.startsWith('2.') ? OF_2 : OF_3
      const asked = [...EXACT, ...own].filter((expression) => isKnownTo(version, expression))
      const problems = [
        ...(await problemsOf(asked, api, version, 0)),
        ...(await problemsOf(NEARLY, api, version, 1e-13)),
      ]
      expect(problems).toEqual([])
    })
  })

  it('accepts the patterns that Prometheus accepts, and no others', async () => {
    const queries = [...ACCEPTED_PATTERNS, ...REFUSED_PATTERNS].map((pattern) => `g{a=~${JSON.stringify(pattern)}}`)
    for (const [name, api] of apis) {
      const { version } = await api.buildInfo()
      const own = queries.filter((query) => evaluated(query, START_MS, version) !== 'an error')
      const real = await Promise.all(queries.map((query) => answered(api, query, START_MS)))
      expect(own, name).toEqual(queries.filter((_, i) => real[i] !== 'an error'))
      expect(own, name).toHaveLength(ACCEPTED_PATTERNS.length)
    }
  })

  async function problemsOf(expressions: readonly string[], api: QueryApi, version: string, tolerance: number) {
    const outcomes = await Promise.all(
      expressions.flatMap((expression, i) =>
        instantsOf(i).map(async (atMs) => {
          const [real, own] = [await answered(api, expression, atMs), evaluated(expression, atMs, version)]
          const different = differing(real, own, tolerance)
          return different === null ? [] : [`${expression} at +${atMs - START_MS} ms: ${different}`]
        }),
      ),
    )
    return outcomes.flat()
  }

  function evaluated(expression: string, atMs: number, version: string): Outcome {
    try {
      const parsed = parseExpression(expression)
      return resultElements(evaluate(parsed, source, atMs, dialectOf(version), EVALUATION_INTERVAL_MS))
    } catch (error) {
      if (error instanceof EvaluationError || (error instanceof PromqlError && !error.unsupported)) return 'an error'
      throw error
    }
  }
})

it('asks for every function and every aggregation', () => {
  const all = [...EXACT, ...NEARLY, ...OF_2, ...OF_3].join('\n')
  const missing = [...Object.keys(FUNCTIONS), ...AGGREGATIONS].filter((name) => !new RegExp(`\\b${name}\\b`).test(all))
  expect(missing.filter((name) => !NOT_ASKED.has(name))).toEqual([])
})

/** Two of them for each expression: all would take ten seconds. */
function instantsOf(index: number): readonly number[] {
  return [index, index + 2].map((i) => INSTANTS_MS[i % INSTANTS_MS.length] as number)
}

type Outcome = readonly InstantSample[] | 'an error'

/** Prometheus 2 takes neither names in quotes nor numbers as durations, and the other way round. */
function isKnownTo(version: string, expression: string): boolean {
  return !(version.startsWith('2.') && ['{"g", a="1"}', '5m', 'rate(c_total[300])', 'g offset 60'].includes(expression))
}

async function answered(api: QueryApi, expression: string, atMs: number): Promise<Outcome> {
  try {
    const answer = await api.query(expression, atMs)
    if (answer.type === 'matrix') throw new TypeError('expected an instant vector, got a matrix')
    return answer.type === 'scalar' ? [{ labels: {}, value: answer.value }] : answer.samples
  } catch (error) {
    if (error instanceof QueryApiError) return 'an error'
    throw error
  }
}

function differing(real: Outcome, own: Outcome, tolerance: number): string | null {
  if (real === 'an error' || own === 'an error') return real === own ? null : `there ${shown(real)}, here ${shown(own)}`
  const values = new Map(real.map(({ labels, value }) => [formatLabels(labels), value]))
  const isSame =
    real.length === own.length &&
    own.every(({ labels, value }) => isEqual(value, values.get(formatLabels(labels)), tolerance))
  return isSame ? null : `there ${shown(real)}, here ${shown(own)}`
}

function isEqual(here: number, there: number | undefined, tolerance: number): boolean {
  if (there === undefined) return false
  if (Object.is(here, there) || here === there) return true
  return Math.abs(here - there) <= tolerance * Math.max(Math.abs(here), Math.abs(there))
}

function shown(outcome: Outcome): string {
  if (outcome === 'an error') return outcome
  return outcome.map(({ labels, value }) => `${formatLabels(labels)} ${value}`).join(', ') || 'nothing'
}
