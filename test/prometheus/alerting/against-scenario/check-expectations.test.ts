import { describe, expect, it } from 'vitest'
import type { AlertExpectation } from '../../../../core/run/alert.ts'
import type { Phase } from '../../../../core/scenario/load-plan.ts'
import { checkExpectations } from '../../../../prometheus/alerting/against-scenario/check-expectations.ts'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'

const phase = (name: string, durationSeconds: number): Phase => ({
  name,
  durationSeconds,
  measured: true,
  traffic: { kind: 'open', fromRatePerSecond: 1, toRatePerSecond: 1 },
})
// calm 0 to 20, spike 20 to 40, recovery 40 to 100
const PHASES = [phase('calm', 20), phase('spike', 20), phase('recovery', 60)]

function problemsOf(expectation: AlertExpectation, rule: string, phases = PHASES) {
  const ruleFile = parseRuleFile(
    `groups: [{ name: g, rules: [{ alert: Slow, expr: 'rate(x[5s]) > 1', ${rule} }] }]`,
    'rules.yml',
  )
  const alerts = [expectation]
  const load = { arrivals: 'constant' as const, seed: 1, connections: 1, timeoutSeconds: 10, phases }
  const prometheus = { rulesFile: 'rules.yml', scrapeIntervalSeconds: 1, evaluationIntervalSeconds: 1 }
  return checkExpectations({ alerts, load, prometheus }, ruleFile).map(
    ({ severity, path, expected, got }) => `${severity} ${path.slice(2).join('.')}: ${expected}, got ${got}`,
  )
}

const NEVER: AlertExpectation = { alert: 'Slow', kind: 'never' }

const fires = (after: string, withinSeconds: number, resolves: [string, number] | null = null): AlertExpectation => ({
  alert: 'Slow',
  kind: 'fires',
  fires: { after, withinSeconds },
  resolves: resolves && { after: resolves[0], withinSeconds: resolves[1] },
})

describe('expectations that can be met', () => {
  it.each([
    ['within enough', fires('spike', 45), 'for: 20s'],
    ['without for', fires('spike', 5), 'for: 0s'],
    ['resolves in time', fires('spike', 25, ['recovery', 60]), 'for: 10s'],
    ['never, and a run longer than for', NEVER, 'for: 30s'],
  ])('%s', (_, expectation, rule) => {
    expect(problemsOf(expectation, rule)).toEqual([])
  })
})

describe('expectations that no service could meet', () => {
  it.each([
    ['within below for', fires('spike', 20), 'for: 5m', "error fires.within: at least the rule's for of 300s, got 20s"],
    [
      'a phase too near to the end',
      fires('recovery', 300),
      'for: 2m',
      "error fires.after: a phase that begins at least the rule's for of 120s before the run ends, got recovery, which begins 60s before",
    ],
    [
      'resolves before it fires',
      fires('recovery', 30, ['spike', 30]),
      'for: 5s',
      'error resolves.after: recovery, after which it fires, or a later phase, got spike, which begins 20s before it',
    ],
    [
      'a deadline before it can resolve',
      fires('spike', 45, ['spike', 10]),
      'for: 15s, keep_firing_for: 1m',
      'error resolves.within: a deadline after the alert has fired and can resolve, 60s after spike begins at the earliest, got 10s',
    ],
  ])('%s', (_, expectation, rule, problem) => {
    expect(problemsOf(expectation, rule)).toEqual([problem])
  })

  it('counts for in whole evaluations of the group', () => {
    const text = `groups: [{ name: g, interval: 1m, rules: [{ alert: Slow, expr: 'x > 1', for: 30s }] }]`
    const load = { arrivals: 'constant' as const, seed: 1, connections: 1, timeoutSeconds: 10, phases: PHASES }
    const prometheus = { rulesFile: 'rules.yml', scrapeIntervalSeconds: 1, evaluationIntervalSeconds: 1 }
    const alerts = [fires('spike', 45)]
    expect(checkExpectations({ alerts, load, prometheus }, parseRuleFile(text, 'rules.yml'))).toEqual([
      {
        severity: 'error',
        path: ['alerts', 'Slow', 'fires', 'within'],
        expected: "at least the rule's for of 60s",
        got: '45s',
      },
    ])
  })
})

describe('expectations that hardly can be met, or prove nothing', () => {
  it.each([
    ['within for and not a second more', fires('spike', 30), 'for: 30s', 'warning fires.within'],
    ['a phase that is over before for', fires('spike', 60), 'for: 40s', 'warning fires.after'],
    ['a deadline long after the run', fires('recovery', 300), 'for: 5s', 'warning fires.within'],
    ['never, and a run shorter than for', NEVER, 'for: 5m', 'warning'],
    [
      'resolves within less than keep_firing_for',
      fires('calm', 15, ['recovery', 20]),
      'for: 5s, keep_firing_for: 30s',
      'warning resolves.within',
    ],
  ])('%s', (_, expectation, rule, start) => {
    const problems = problemsOf(expectation, rule)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(start)
  })
})
