// A script as input for `promtool test rules`, so that the same cases can be put to the real Prometheus.
//
// promtool compares values bit for bit, and no NaN with another: where a NaN is expected, it is asked instead which
// results differ from themselves (1) and which do not (0). It cannot expect a failure: such cases are left out.

import type { QueryResult } from '../../prometheus/promql/evaluate/evaluate.ts'
import { formatLabels } from '../../prometheus/series/labels.ts'
import type { ScriptCase, ScriptLoad } from './promql-script.ts'

/** As JSON, which is YAML. Samples are loaded up to the last whole evaluation interval, so that has to be short. Cases of one load make a group; several loads at once need one interval. */
export function promtoolTest(cases: readonly ScriptCase[], version: string): string {
  const groups = new Map<readonly ScriptLoad[], object[]>()
  for (const { versions, loads, atMs, expression, expected } of cases) {
    if (expected.type === 'failure' || !versions.includes(version)) continue
    const questions = groups.get(loads) ?? []
    questions.push({ ...question(expression, expected), eval_time: `${atMs}ms` })
    groups.set(loads, questions)
  }
  const tests = [...groups].map(([loads, questions]) => ({ ...inputOf(loads), promql_expr_test: questions }))
  return JSON.stringify({ evaluation_interval: '1s', tests }).replace(/"value":"([+-]?\.inf)"/g, '"value":$1')
}

function inputOf(loads: readonly ScriptLoad[]): object {
  const intervals = new Set(loads.map(({ intervalMs }) => intervalMs))
  if (intervals.size > 1) throw new RangeError('promtool takes one interval a group')
  const [intervalMs = 60_000] = intervals
  const series = loads.flatMap((load) => load.series.map(splitSeries))
  return { interval: `${intervalMs}ms`, input_series: series }
}

function splitSeries(line: string): object {
  const end = line.includes('{') ? line.lastIndexOf('}') + 1 : line.search(/\s/)
  return { series: line.slice(0, end), values: line.slice(end).trim() }
}

function question(expression: string, expected: QueryResult): object {
  const samples = expected.type === 'scalar' ? [{ labels: {}, value: expected.value }] : expected.samples
  const hasNaN = samples.some(({ value }) => Number.isNaN(value))
  const asked = hasNaN ? `(${expression}) != bool (${expression})` : expression
  return {
    expr: asked,
    exp_samples: samples.map(({ labels: { __name__, ...others }, value }) => ({
      labels: formatLabels(hasNaN ? others : { ...others, ...(__name__ && { __name__ }) }),
      value: hasNaN ? Number(Number.isNaN(value)) : printed(value),
    })),
  }
}

function printed(value: number): number | string {
  if (Number.isFinite(value)) return value
  return value > 0 ? '.inf' : '-.inf'
}
