// `alert.test.yml`: a `promtool test rules` file that reproduces the states of a run's alerts from what was scraped.
// Source: prometheus docs, unit testing for rules.
//
// promtool evaluates at every interval from time 0, and has samples on a separate grid. Time 0 is put on the run's grid of
// evaluations, and the grid of samples is fine enough to keep each one where it was scraped.

import { Document } from 'yaml'
import type { AlertHistory, AlertState } from '../../../core/run/alert.ts'
import { selectionsOf } from '../../promql/expression/parts.ts'
import { parseExpression } from '../../promql/parse/parse-expression.ts'
import { formatPrometheusDuration } from '../../promql/prometheus-duration.ts'
import { labelTest } from '../../series/label-matcher.ts'
import { formatLabels } from '../../series/labels.ts'
import type { Sample, Series } from '../../series/series.ts'
import { lookbackSeconds } from '../lookback.ts'
import type { RuleFile } from '../rule-file.ts'

export interface AlertTestRun {
  readonly ruleFile: RuleFile
  /** The name of the rule file beside the test file. */
  readonly ruleFileName: string
  /** The scraped series; those that no rule reads are left out. */
  readonly series: readonly Series[]
  readonly alerts: readonly AlertHistory[]
  /** Second 0 of the run, in milliseconds since the Unix epoch. */
  readonly startedAtUnixMs: number
  readonly evaluationIntervalSeconds: number
  /** A second of the run at which the rules were evaluated: the others lie on its grid. */
  readonly evaluatedAtSeconds: number
}

/** The finest grid with at most this many slots is used, so that promtool expands it within a moment. */
const GRIDS_MS = [1, 10, 100, 1000] as const
const MOST_SLOTS = 4_000_000
/** Instants this close are equal, because they were rounded to milliseconds. */
const SAME_INSTANT_MS = 2

/** Null where nothing was scraped that a rule reads. */
export function alertTestFile(run: AlertTestRun): string | null {
  const read = seriesRead(run)
  const lastMs = Math.max(...read.map(({ samples }) => samples.at(-1)?.timestampMs ?? 0))
  if (read.length === 0) return null
  const originMs = originOf(run, read)
  const gridMs = GRIDS_MS.find((grid) => ((lastMs - originMs) / grid) * read.length <= MOST_SLOTS) ?? 1000
  const document = new Document({
    rule_files: [run.ruleFileName],
    evaluation_interval: duration(run.evaluationIntervalSeconds * 1e3),
    tests: [
      {
        interval: duration(gridMs),
        input_series: read.map(({ labels, samples }) => ({
          series: formatLabels(labels),
          values: sequence(samples, originMs, gridMs),
        })),
        promql_expr_test: run.alerts.flatMap((history) => stateTests(history, run, originMs, lastMs)),
      },
    ],
  })
  document.commentBefore = comment(run, originMs, gridMs)
  return document.toString({ lineWidth: 0 })
}

function comment({ startedAtUnixMs }: AlertTestRun, originMs: number, gridMs: number): string {
  const ahead = (startedAtUnixMs - originMs) / 1e3
  const exact = gridMs === 1 ? 'Samples are where they were scraped' : `Samples are moved by up to ${gridMs / 2} ms`
  return [
    " The states of this run's alerts, reproduced from what was scraped:",
    '   promtool test rules alert.test.yml',
    ` ${exact}; time 0 is ${new Date(originMs).toISOString()}, ${ahead.toFixed(3)} s before the run began.`,
    ' The value of each alert: 0 is inactive, 1 pending, 2 firing.',
  ].join('\n')
}

/** The series that some rule selects, from the lookback before the first evaluation on. */
function seriesRead({ ruleFile, series, startedAtUnixMs }: AlertTestRun): readonly Series[] {
  const rules = ruleFile.groups.flatMap((group) =>
    group.rules.map((rule) => ({
      expression: parseExpression(rule.expression),
      offsetSeconds: group.queryOffsetSeconds,
    })),
  )
  const selected = rules
    .flatMap(({ expression }) => selectionsOf(expression))
    .map(({ selector }) => labelTest(selector.matchers))
  const fromMs =
    startedAtUnixMs -
    Math.max(0, ...rules.map(({ expression, offsetSeconds }) => lookbackSeconds(expression) + offsetSeconds)) * 1e3
  return series.flatMap(({ labels, samples }) => {
    const kept = selected.some((accepts) => accepts(labels)) ? samples.filter((s) => s.timestampMs >= fromMs) : []
    return kept.length === 0 ? [] : [{ labels, samples: kept }]
  })
}

/** The last evaluation at or before the first sample, and the run's first evaluation. */
function originOf(run: AlertTestRun, read: readonly Series[]): number {
  const intervalMs = run.evaluationIntervalSeconds * 1e3
  const evaluatedMs = Math.round(run.startedAtUnixMs + run.evaluatedAtSeconds * 1e3)
  const firstMs = Math.min(evaluatedMs, ...read.map(({ samples }) => samples[0]?.timestampMs ?? evaluatedMs))
  return evaluatedMs - Math.ceil((evaluatedMs - firstMs) / intervalMs) * intervalMs
}

/** promtool's notation: `_x999` is 999 missing samples. */
function sequence(samples: readonly Sample[], originMs: number, gridMs: number): string {
  const bySlot = new Map(samples.map((sample) => [Math.round((sample.timestampMs - originMs) / gridMs), sample]))
  let next = 0
  return [...bySlot]
    .map(([slot, { value, stale }]) => {
      const gap = slot - next
      next = slot + 1
      return `${gap > 0 ? `_x${gap} ` : ''}${stale ? 'stale' : formatValue(value)}`
    })
    .join(' ')
}

function formatValue(value: number): string {
  if (Number.isFinite(value)) return String(value)
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Inf' : '-Inf'
}

const STATE_NUMBERS: Readonly<Record<AlertState, number>> = { inactive: 0, pending: 1, firing: 2 }

/** Tests each state at its first and at its last evaluation. */
function stateTests(
  { name, transitions }: AlertHistory,
  run: AlertTestRun,
  originMs: number,
  lastMs: number,
): object[] {
  const alert = `alertname=${JSON.stringify(name)}`
  const expr = `max(2 * ALERTS{${alert}, alertstate="firing"} or ALERTS{${alert}, alertstate="pending"} or vector(0))`
  const intervalMs = run.evaluationIntervalSeconds * 1e3
  const sinceOrigin = (at: number) => run.startedAtUnixMs + at * 1e3 - originMs
  return transitions.flatMap(({ at, state }, i) => {
    const next = transitions[i + 1]?.at
    const firstMs = evaluationFrom(sinceOrigin(at), intervalMs)
    const endMs = next === undefined ? lastMs - originMs : evaluationBefore(sinceOrigin(next), intervalMs)
    const instants = [...new Set([firstMs, Math.floor(endMs / intervalMs) * intervalMs])]
    return instants
      .filter((instantMs) => instantMs >= firstMs && instantMs <= endMs)
      .map((instantMs) => ({
        expr,
        eval_time: duration(instantMs),
        exp_samples: [{ labels: '{}', value: STATE_NUMBERS[state] }],
      }))
  })
}

/** Rounds up to the evaluation grid; an instant off the grid moves one more interval, because its evaluations were not aligned. */
function evaluationFrom(instantMs: number, intervalMs: number): number {
  const nearest = Math.round(instantMs / intervalMs) * intervalMs
  if (Math.abs(nearest - instantMs) <= SAME_INSTANT_MS) return nearest
  return Math.ceil(instantMs / intervalMs) * intervalMs + intervalMs
}

function evaluationBefore(instantMs: number, intervalMs: number): number {
  const nearest = Math.round(instantMs / intervalMs) * intervalMs
  if (Math.abs(nearest - instantMs) <= SAME_INSTANT_MS) return nearest - intervalMs
  return Math.floor(instantMs / intervalMs) * intervalMs - intervalMs
}

function duration(milliseconds: number): string {
  return formatPrometheusDuration(Math.round(milliseconds))
}
