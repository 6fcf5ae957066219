// What a unit test of rules is about: the histograms that it feeds in, what it asks for, and the rule files that it names.
// Source: prometheus docs, unit testing for rules.

import { UserError } from '../../../core/user-error.ts'
import { parseGoFloat } from '../../series/go-float.ts'
import { METRIC_NAME } from '../../series/series.ts'
import { parsedExpression } from '../parsed-expression.ts'
import { type PlacedNode, RuleYaml } from '../yaml/rule-yaml.ts'

export interface UnitTest {
  readonly tests: readonly {
    /** `tests[0]` and its name, where it has one. */
    readonly test: string
    readonly histograms: readonly TestHistogram[]
  }[]
  /** The names of all histograms that are fed in, each once. */
  readonly histograms: readonly string[]
  /** The expressions of `promql_expr_test`. */
  readonly queries: readonly string[]
  /** Names and patterns, as written. */
  readonly ruleFiles: readonly string[]
}

export interface TestHistogram {
  /** Without `_bucket`. */
  readonly name: string
  /** Where it is first fed in, from 1. */
  readonly line: number
  readonly bounds: ReadonlySet<number>
}

/** @throws UserError where the file is not YAML */
export function readUnitTest(text: string, file: string): UnitTest {
  const yaml = new RuleYaml(text, file)
  if (yaml.problems.length > 0) throw new UserError(yaml.problems.join('\n'))
  const [root] = yaml.roots
  const places = root ? listAt(yaml, root, 'tests') : []
  const tests = places.map((test, i) => {
    const name = textAt(yaml, test, 'name')
    return { test: name === '' ? `tests[${i}]` : `tests[${i}] ${name}`, histograms: histogramsOf(yaml, test) }
  })
  return {
    tests,
    histograms: [...new Set(tests.flatMap(({ histograms }) => histograms.map(({ name }) => name)))],
    queries: places.flatMap((test) =>
      listAt(yaml, test, 'promql_expr_test').map((query) => textAt(yaml, query, 'expr')),
    ),
    ruleFiles: root ? listAt(yaml, root, 'rule_files').map((place) => yaml.text(place)) : [],
  }
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
