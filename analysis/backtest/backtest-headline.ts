// What a back-test found in one sentence, and the sentences that decide its verdict, worst first.

import { firingWords } from '../../core/backtest/firing-words.ts'
import { spanWords } from '../../core/backtest/span-words.ts'
import type { BacktestReport, ChangedAlert, ReportedAlert } from '../../core/report/backtest-report.ts'
import { counted, listed, times } from '../../core/text/plural.ts'

type Found = Omit<BacktestReport, 'headline' | 'reasons'>

export function backtestHeadline(report: Found): string {
  const alerts = report.variants[0]?.alerts ?? []
  const span = timeWords(report)
  if (report.changes !== null) return changeHeadline(report.changes, span)
  const evaluated = alerts.filter(({ outcome }) => outcome === 'evaluated')
  const [only] = evaluated
  if (only === undefined) return `Nothing was back-tested: ${firstProblem(alerts)}.`
  if (evaluated.length === 1) return `${only.alert} ${firingWords(only.histories)}, ${span}.`
  const fired = evaluated.filter(({ histories }) => histories.drawn.fired > 0).sort(byFirings)
  const open = evaluated.filter(({ histories }) => histories.drawn.fired === 0 && histories.could.fired > 0)
  const others = open.length === 0 ? '' : `; ${counted(open.length, 'other')} could have`
  if (fired.length === 0) return `None of ${counted(evaluated.length, 'alert')} fired as drawn ${span}${others}.`
  const named = fired.slice(0, MOST_NAMED).map(({ alert, histories }) => `${alert} ${times(histories.drawn.fired)}`)
  const more = fired.length > MOST_NAMED ? [`${fired.length - MOST_NAMED} more`] : []
  return `${fired.length} of ${counted(evaluated.length, 'alert')} fired as drawn ${span}: ${listed([...named, ...more])}${others}.`
}

const MOST_NAMED = 3

function byFirings(a: ReportedAlert, b: ReportedAlert): number {
  return b.histories.drawn.fired - a.histories.drawn.fired
}

function firstProblem(alerts: readonly ReportedAlert[]): string {
  const problem = alerts.find((alert) => alert.problem !== null)
  return problem === undefined ? 'there are no alerts' : `${problem.alert}: ${problem.problem}`
}

/** `CheckoutSlow fired 0 → 3 times in the last 28d`. */
function changeHeadline(changes: readonly ChangedAlert[], span: string): string {
  const changed = changes.filter(isChanged)
  const [first, ...others] = [...changed].sort((a, b) => weight(b) - weight(a))
  if (first === undefined) {
    const same = changes.reduce((sum, { samePages }) => sum + samePages, 0)
    return `The proposed rules would have sent the same ${same === 1 ? 'page' : `${same} pages`} ${span}.`
  }
  const more =
    others.length === 0
      ? ''
      : `; ${counted(others.length, 'other alert')} ${others.length === 1 ? 'changes' : 'change'} too`
  return `${first.alert} ${changeWords(first)} ${span}${more}.`
}

/** `fired 0 → 3 times`. */
function changeWords({ before, after, movedPages }: ChangedAlert): string {
  if (before === null) return `is new and fired ${times(after?.drawn ?? 0)}`
  if (after === null) return `is gone; it fired ${times(before.drawn)}`
  if (before.drawn !== after.drawn) return `fired ${before.drawn} → ${after.drawn} times`
  const moved = movedPages.length === 0 ? 'other pages' : `${counted(movedPages.length, 'page')} at another time`
  return `fired ${times(after.drawn)} as before, ${moved}`
}

export function isChanged({ before, after, newPages, gonePages, movedPages }: ChangedAlert): boolean {
  return (before === null) !== (after === null) || newPages.length > 0 || gonePages.length > 0 || movedPages.length > 0
}

function weight({ newPages, gonePages, movedPages }: ChangedAlert): number {
  return (newPages.length + gonePages.length) * 1e6 + movedPages.length
}

/** `in the last 28 days` where what a Prometheus has is read until now, else `in the 28d to 2026-11-26 18:00 UTC`. */
function timeWords({ from, to, run, source }: Found): string {
  const span = daysWords(Date.parse(to) - Date.parse(from))
  const isUntilNow = source.kind === 'prometheus' && Math.abs(Date.parse(run.startedAt) - Date.parse(to)) < UNTIL_NOW_MS
  return isUntilNow ? `in the last ${span}` : `in the ${span} to ${minuteOf(to)} UTC`
}

function minuteOf(instant: string): string {
  return instant.slice(0, 16).replace('T', ' ')
}

const UNTIL_NOW_MS = 600_000
const DAY_MS = 86_400_000

/** `28 days`, else in two units. */
function daysWords(milliseconds: number): string {
  const days = Math.round(milliseconds / DAY_MS)
  const isWhole = days > 0 && Math.abs(milliseconds - days * DAY_MS) < 60_000
  return isWhole ? counted(days, 'day') : spanWords(milliseconds)
}

/** Worst first; empty where nothing stands against the back-test. */
export function backtestReasons(report: Found): string[] {
  const { expectations, run, gaps, variants } = report
  const said = (finding: string, word: string) =>
    expectations
      .filter((each) => each.finding === finding)
      .map(({ expectation, reason }) => `${word}: ${expectation}. ${reason}`)
  const [today] = variants
  const unseen = (today?.alerts ?? []).filter(({ outcome }) => outcome !== 'evaluated')
  return [
    ...said('fail', 'Not met'),
    // Its reason says that it cannot be told.
    ...expectations
      .filter(({ finding }) => finding === 'inconclusive')
      .map(({ expectation, reason }) => `${expectation}: ${reason}`),
    ...(run.interrupted ? ['Reading was stopped: only what was read until then is shown.'] : []),
    ...gaps
      .slice(0, MOST_GAPS)
      .map(
        ({ from, to, selector, reason }) =>
          `Not read: ${selector} from ${minuteOf(from)} to ${minuteOf(to)} UTC (${reason}).`,
      ),
    ...(gaps.length > MOST_GAPS ? [`${gaps.length - MOST_GAPS} more parts were not read.`] : []),
    ...unseen.map(({ alert, outcome, problem }) =>
      outcome === 'no-data' ? `No data for ${alert}: ${problem}.` : `Not evaluated: ${alert}, ${problem}.`,
    ),
  ]
}

const MOST_GAPS = 5
