// Days of a service and the alerts of a rule file, in virtual time: counts are drawn straight into columns, and the rules are
// evaluated on them. Of what was drawn, only as much is kept as the rules still read.

import type { AlertState } from '../../core/run/alert.ts'
import type { AlertingRule } from '../../prometheus/alerting/rule-file.ts'
import { evaluateInPieces, readBackMsOf } from '../../prometheus/columns/evaluate-in-columns.ts'
import { evaluateInOrder } from '../../prometheus/columns/evaluate-in-order.ts'
import { neededGroups } from '../../prometheus/columns/needed-rules.ts'
import { type NotInColumns, NotInColumnsError, type OrdinaryRule } from '../../prometheus/columns/not-in-columns.ts'
import type { AlertOutcome, RuleFileOutcome } from '../../prometheus/columns/rule-file-run.ts'
import type { Labels } from '../../prometheus/series/series.ts'
import {
  checkIncidents,
  checkTimes,
  type DrawnDaysOptions,
  drawnDays,
  evaluationOf,
  refuseTwins,
  targetDrawings,
} from './drawn-days.ts'
import { type ExactCounts, noCounts } from './exact-counts.ts'

export interface SimulateAlertsOptions extends DrawnDaysOptions {
  /** `inOrder`: instant by instant, as a run does, which takes some hundred times as long. Absent: in columns. */
  readonly evaluator?: 'columns' | 'inOrder'
}

export interface SimulatedAlerts {
  /** One for each alerting rule that can be evaluated, in the order of the file. */
  readonly alerts: readonly SimulatedAlert[]
  readonly exact: ExactCounts
  /** Rules that could not be evaluated in columns, wholly or in part: the result is the same, and takes longer. */
  readonly ordinary: readonly OrdinaryRule[]
  /** Of all rules. */
  readonly evaluations: number
}

export interface SimulatedAlert {
  readonly rule: AlertingRule
  readonly group: string
  /** Every label set that was ever pending or firing. */
  readonly labelSets: readonly SimulatedLabelSet[]
  /** Evaluations that failed, as they would in Prometheus. */
  readonly failures: readonly { readonly message: string; readonly firstSeconds: number; readonly count: number }[]
}

export interface SimulatedLabelSet {
  readonly labels: Labels
  /** Inactive before the first one. */
  readonly transitions: readonly {
    readonly state: AlertState
    readonly atSeconds: number
    /** Of the expression; null where it returned nothing. */
    readonly value: number | null
  }[]
}

/** @throws RangeError where a part makes no sense */
export function simulateAlerts(options: SimulateAlertsOptions): SimulatedAlerts {
  const { outcome, exact } = options.evaluator === 'inOrder' ? evaluatedInOrder(options, null) : evaluated(options)
  return { ...outcome, alerts: alertsInSeconds(outcome, options.startedAtUnixMs), exact }
}

interface EvaluatedDays {
  readonly outcome: RuleFileOutcome
  readonly exact: ExactCounts
}

function evaluated(options: DrawnDaysOptions): EvaluatedDays {
  try {
    return evaluatedInPieces(options)
  } catch (error) {
    if (error instanceof NotInColumnsError) return evaluatedInOrder(options, error.because)
    throw error
  }
}

function evaluatedInOrder(options: DrawnDaysOptions, because: NotInColumns | null): EvaluatedDays {
  const { run, exact } = drawnDays(options)
  return { outcome: evaluateInOrder(run, because), exact }
}

const SHORTEST_PIECE_SECONDS = 86_400

/**
 * How much is drawn at once, beside what lies before it and is still read. Pieces that are shorter than that would have it moved
 * more often than it is read.
 */
export function pieceSecondsFor(readBackSeconds: number): number {
  return Math.max(SHORTEST_PIECE_SECONDS, readBackSeconds)
}

/** Scrapes are drawn so much further than they are read, in intervals: when one is made is not quite when its samples are of. */
const AHEAD = 1

/** @throws NotInColumnsError where the rules have to be evaluated instant by instant */
function evaluatedInPieces(options: DrawnDaysOptions): EvaluatedDays {
  const { seconds, startedAtUnixMs, ruleFile, scrapeIntervalSeconds, incidents, boundsSeconds = [] } = options
  checkTimes(options)
  checkIncidents(options, seconds)
  const readBackSeconds = readBackMsOf(neededGroups(ruleFile)) / 1e3
  const pieceSeconds = isWritten(options) ? seconds : pieceSecondsFor(readBackSeconds)
  const spareSeconds = (2 * AHEAD + 2) * scrapeIntervalSeconds
  const keptScrapes = Math.ceil((readBackSeconds + pieceSeconds + spareSeconds) / scrapeIntervalSeconds)
  const exact = noCounts(seconds, boundsSeconds)
  const drawings = targetDrawings(options, exact, keptScrapes)
  for (const drawing of drawings) drawing.enter(incidents)
  const between = (fromMs: number, untilMs: number) => {
    const [fromSeconds, untilSeconds] = [(fromMs - startedAtUnixMs) / 1e3, (untilMs - startedAtUnixMs) / 1e3]
    const until = Math.min(seconds, untilSeconds + AHEAD * scrapeIntervalSeconds)
    const series = drawings.flatMap((drawing) => drawing.piece(fromSeconds - AHEAD * scrapeIntervalSeconds, until))
    refuseTwins(series)
    return series
  }
  const outcome = evaluateInPieces(evaluationOf(options), { pieceMs: pieceSeconds * 1e3, between })
  for (const drawing of drawings) drawing.finish(seconds)
  return { outcome, exact }
}

/** @param startedAtUnixMs second 0 of the simulation */
export function alertsInSeconds({ alerts }: RuleFileOutcome, startedAtUnixMs: number): readonly SimulatedAlert[] {
  return alerts.map((alert) => inSeconds(alert, startedAtUnixMs))
}

function inSeconds({ rule, group, labelSets, failures }: AlertOutcome, startedAtUnixMs: number): SimulatedAlert {
  const secondsOf = (timeMs: number) => (timeMs - startedAtUnixMs) / 1e3
  return {
    rule,
    group,
    labelSets: labelSets.map(({ labels, transitions }) => ({
      labels,
      transitions: transitions.map(({ state, atMs, value }) => ({ state, atSeconds: secondsOf(atMs), value })),
    })),
    failures: failures.map(({ message, firstMs, count }) => ({ message, firstSeconds: secondsOf(firstMs), count })),
  }
}

/** Whether a rule may write what is scraped as well: such series are merged from their beginning. */
function isWritten({ ruleFile, model }: DrawnDaysOptions): boolean {
  const isMade = (name: string) =>
    name === 'up' || model.series.some(({ metric }) => name === metric || name.startsWith(`${metric}_`))
  return neededGroups(ruleFile).some(({ rules }) =>
    rules.some(({ kind, name }) => kind === 'recording' && isMade(name)),
  )
}
