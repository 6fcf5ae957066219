import { describe, expect, it } from 'vitest'
import { runFindings } from '../../../../prometheus/alerting/lint/run-findings.ts'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'
import { rulesInSimulation } from '../../../../prometheus/alerting/variants/rules-in-simulation.ts'

const MISSING = ['process_heap_bytes', 'nodejs_version_info']

const fileOf = (...rules: readonly string[]) =>
  rulesInSimulation(
    parseRuleFile(
      `groups:\n  - name: g\n    rules:\n${rules.map((rule) => `      - { ${rule} }`).join('\n')}\n`,
      'rules.yml',
    ),
    MISSING,
  )

const problemsOf = (...rules: readonly string[]) =>
  fileOf(...rules).groups.flatMap(({ unsupported = [] }) =>
    unsupported.map(({ rule, problem }) => [rule.name, problem]),
  )

const NOT_SIMULATED = 'it reads process_heap_bytes, which a simulated service does not have'

describe('rulesInSimulation', () => {
  it.each([
    ['a rate', "rate(process_heap_bytes{job='a'}[5m]) > 1"],
    ['its absence', 'absent(process_heap_bytes)'],
    ['a pattern of names', "{__name__=~'process_.*'} > 1"],
    ['whatever a job has', "count({job='model-server'}) < 10"],
  ])('sets an alert apart that asks for %s', (_what, expr) => {
    expect(problemsOf(`alert: A, expr: "${expr}"`)).toEqual([['A', NOT_SIMULATED]])
  })

  it.each([
    ['its latencies', "rate(model_latency_seconds_bucket{le='1'}[5m]) > 1"],
    ['a pattern of names that it has', "{__name__=~'model_.*'} > 1"],
    ['when it started', 'changes(process_start_time_seconds[5m]) > 0'],
    ['no service', 'vector(1) > 0'],
  ])('evaluates an alert that asks for %s', (_what, expr) => {
    expect(problemsOf(`alert: A, expr: "${expr}"`)).toEqual([])
  })

  it('sets apart what reads the record of such a rule, and what stays has its place', () => {
    const rules = [
      'alert: Slow, expr: x > 1',
      'record: heap, expr: process_heap_bytes / 2',
      'alert: Full, expr: heap > 1',
    ]
    expect(problemsOf(...rules)).toEqual([
      ['heap', NOT_SIMULATED],
      ['Full', `it reads heap, which the rule at line 5 records, and that one is not: ${NOT_SIMULATED}`],
    ])
    expect(fileOf(...rules).groups[0]?.rules.map(({ name }) => name)).toEqual(['Slow'])
  })

  it('is told as what a run evaluates, and not as a series that the target lacks', () => {
    const rules = fileOf('alert: Full, expr: process_heap_bytes > 1', 'alert: Slow, expr: model_requests > 1')
    const series = [{ __name__: 'model_requests' }]
    const target = { scrapeIntervalSeconds: 1, series, beforeTraffic: false, allOfPromql: false }
    expect(runFindings(rules, target)).toMatchObject([
      {
        rule: 'Full',
        line: 4,
        severity: 'warning',
        message: `not evaluated: ${NOT_SIMULATED}; a run of the scenario evaluates it`,
        notEvaluated: true,
      },
    ])
  })
})
