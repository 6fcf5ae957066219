// The buckets that a unit test of rules feeds in, held against those that the service emits. A test with other bounds
// proves something about a histogram that does not exist. Source: prometheus docs, unit testing for rules.
// Which bounds are left out matters only where something is drawn between them.

import type { RuleFinding } from '../../../core/run/rule-finding.ts'
import { listed } from '../../../core/text/plural.ts'
import { UserError } from '../../../core/user-error.ts'
import { parseGoFloat } from '../../series/go-float.ts'
import { METRIC_NAME } from '../../series/series.ts'
import { parsedExpression } from '../parsed-expression.ts'
import type { Rule } from '../rule-file.ts'
import { type PlacedNode, RuleYaml } from '../yaml/rule-yaml.ts'
import { isDrawnFrom } from './quantile-histograms.ts'

export interface UnitTestFinding {
  /** In the test file, from 1. */
  readonly line: number
  /** `tests[0]` and its name, where it has one. */
  readonly test: string
  readonly severity: RuleFinding['severity']
  readonly sentence: string
}

export interface UnitTestBounds {
  readonly testCount: number
  /** Names and patterns, as written. */
  readonly ruleFiles: readonly string[]
  /** Histograms that tests feed in and whose real bounds are not known. */
  readonly unknownBounds: readonly string[]
  readonly findings: readonly UnitTestFinding[]
}

/** What the tests are held against. */
export interface UnitTestContext {
  /** The finite bounds of histograms as the service emits them, by name without `_bucket`; ascending. */
  readonly bounds: ReadonlyMap<string, readonly number[]>
  /** Those of the test's rule files; null where they are not known. */
  readonly rules: readonly Rule[] | null
}

interface TestHistogram {
  readonly name: string
  readonly line: number
  readonly bounds: ReadonlySet<number>
}

/** @throws UserError where the file is not YAML */
export function unitTestBounds(text: string, file: string, { bounds, rules }: UnitTestContext): UnitTestBounds {
  const yaml = new RuleYaml(text, file)
  if (yaml.problems.length > 0) throw new UserError(yaml.problems.join('\n'))
  const [root] = yaml.roots
  const tests = root ? listAt(yaml, root, 'tests') : []
  const looked = tests.map((test, i) => {
    const name = textAt(yaml, test, 'name')
    return { test: name === '' ? `tests[${i}]` : `tests[${i}] ${name}`, histograms: histogramsOf(yaml, test) }
  })
  const queries = tests.flatMap((test) =>
    listAt(yaml, test, 'promql_expr_test').map((query) => textAt(yaml, query, 'expr')),
  )
  const isDrawn = rules === null ? () => true : isDrawnFrom(rules, queries)
  const all = looked.flatMap(({ test, histograms }) => histograms.map((histogram) => ({ test, histogram })))
  return {
    testCount: tests.length,
    ruleFiles: root ? listAt(yaml, root, 'rule_files').map((place) => yaml.text(place)) : [],
    unknownBounds: [...new Set(all.map(({ histogram }) => histogram.name))].filter((name) => !bounds.has(name)),
    findings: all.flatMap(({ test, histogram }) =>
      sentences(histogram, { real: bounds.get(histogram.name), isDrawn: isDrawn(histogram.name) }).map((found) => ({
        ...found,
        test,
        line: histogram.line,
      })),
    ),
  }
}

function sentences(
  { name, bounds }: TestHistogram,
  { real, isDrawn }: { readonly real: readonly number[] | undefined; readonly isDrawn: boolean },
): readonly Pick<UnitTestFinding, 'severity' | 'sentence'>[] {
  const highest =
    bounds.has(Number.POSITIVE_INFINITY) || !isDrawn
      ? []
      : [
          {
            severity: 'warning' as const,
            sentence: `${name}_bucket has no le="+Inf" here, without which a quantile is NaN; every client library emits it`,
          },
        ]
  if (real === undefined) return highest
  const finite = [...bounds].filter(Number.isFinite).sort((a, b) => a - b)
  const invented = finite.filter((bound) => !real.includes(bound))
  const missing = real.filter((bound) => !bounds.has(bound))
  const emits = `${name} has the bounds ${listed(real.map(String))}`
  if (invented.length > 0)
    return [
      ...highest,
      {
        severity: 'error',
        sentence: `${name}_bucket is fed in with le=${listed(invented.map((bound) => `"${bound}"`))}, which production never emits (${emits}): what the test proves does not hold there`,
      },
    ]
  if (missing.length === 0 || !isDrawn) return highest
  return [
    ...highest,
    {
      severity: 'warning',
      sentence: `${name}_bucket is fed in without le=${listed(missing.map((bound) => `"${bound}"`))}, which production emits too, so that quantiles are drawn otherwise there`,
    },
  ]
}

/** Of each histogram, all bounds that the test feeds in, whatever the other labels are. */
function histogramsOf(yaml: RuleYaml, test: PlacedNode): readonly TestHistogram[] {
  const histograms = new Map<string, { readonly line: number; readonly bounds: Set<number> }>()
  for (const input of listAt(yaml, test, 'input_series')) {
    const bucket = bucketOf(textAt(yaml, input, 'series'))
    if (bucket === undefined) continue
    const before = histograms.get(bucket.name) ?? { line: yaml.lineOf(input), bounds: new Set() }
    before.bounds.add(bucket.bound)
    histograms.set(bucket.name, before)
  }
  return [...histograms].map(([name, one]) => ({ name, ...one }))
}

function bucketOf(series: string): { readonly name: string; readonly bound: number } | undefined {
  const selector = parsedExpression(series)
  if (selector?.kind !== 'vectorSelector') return undefined
  // The name may stand among the labels: {__name__="x_bucket", le="1"}.
  const metric = selector.metric ?? selector.matchers.find(({ label }) => label === METRIC_NAME)?.value
  if (!metric?.endsWith('_bucket')) return undefined
  const le = selector.matchers.find(({ label }) => label === 'le')?.value
  const bound = le === undefined ? undefined : parseGoFloat(le)
  return bound === undefined ? undefined : { name: metric.slice(0, -'_bucket'.length), bound }
}

function listAt(yaml: RuleYaml, place: PlacedNode, key: string): readonly PlacedNode[] {
  const list = yaml.mapping(place, null).get(key)
  return list ? yaml.list(list) : []
}

function textAt(yaml: RuleYaml, place: PlacedNode, key: string): string {
  const text = yaml.mapping(place, null).get(key)
  return text ? yaml.text(text) : ''
}
