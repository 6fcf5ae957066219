// What a back-test found in one sentence, and the sentences that decide its verdict, worst first.

import { firingWords } from '../../core/backtest/firing-words.ts'
import { spanWords } from '../../core/backtest/span-words.ts'
import { wasEvaluated } from '../../core/backtest/was-evaluated.ts'
import type { BacktestReport, ReportedAlert } from '../../core/report/backtest-report.ts'
import { minuteOf } from '../../core/text/minute-of.ts'
import { counted, listedUpTo, times } from '../../core/text/plural.ts'
import { changeHeadline, lostComparison } from './change-headline.ts'

type Found = Omit<BacktestReport, 'headline' | 'reasons'>

export function backtestHeadline(report: Found): string {
  const alerts = report.variants[0]?.alerts ?? []
  const time = timeWords(report)
  if (report.changes !== null) return changeHeadline(report.changes, { time, proposed: report.proposed ?? '' })
  const evaluated = alerts.filter(wasEvaluated)
  const [only] = evaluated
  if (only === undefined) return `Nothing was back-tested: ${firstProblem(alerts)}.`
  const unseen = alerts.length - evaluated.length
  const notSeen = unseen === 0 ? '' : `; ${counted(unseen, 'other')} cannot be told`
  if (evaluated.length === 1) return `${only.alert} ${firingWords(only, time)}${notSeen}.`
  const fired = evaluated.filter(({ histories }) => histories.drawn.fired > 0).sort(byFirings)
  const open = evaluated.filter(({ histories }) => histories.drawn.fired === 0 && histories.could.fired > 0)
  const others = open.length === 0 ? '' : `; ${counted(open.length, 'other')} could have`
  const isKnown = evaluated.every(({ notKnown }) => notKnown.length === 0)
  const within = isKnown ? `in ${time}` : `in what is known of ${time}`
  if (fired.length === 0)
    return `None of ${counted(evaluated.length, 'alert')} fired as drawn ${within}${others}${notSeen}.`
  const named = fired.map(({ alert, histories }) => `${alert} ${times(histories.drawn.fired)}`)
  return `${fired.length} of ${counted(evaluated.length, 'alert')} fired as drawn ${within}: ${listedUpTo(MOST_NAMED, named)}${others}${notSeen}.`
}

const MOST_NAMED = 3

function byFirings(a: ReportedAlert, b: ReportedAlert): number {
  return b.histories.drawn.fired - a.histories.drawn.fired
}

function firstProblem(alerts: readonly ReportedAlert[]): string {
  const problem = alerts.find((alert) => alert.problem !== null)
  return problem === undefined ? 'there are no alerts' : `${problem.alert}: ${problem.problem}`
}

/** `the last 28 days` where what a Prometheus has is read until now, else `the 28d to 2026-11-26 18:00 UTC`. */
function timeWords({ from, to, run, source }: Found): string {
  const span = daysWords(Date.parse(to) - Date.parse(from))
  const isUntilNow = source.kind === 'prometheus' && Math.abs(Date.parse(run.startedAt) - Date.parse(to)) < UNTIL_NOW_MS
  return isUntilNow ? `the last ${span}` : `the ${span} to ${minuteOf(to)} UTC`
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
  const { expectations, run, gaps, changes, proposed } = report
  const said = (finding: string, word: string) =>
    expectations
      .filter((each) => each.finding === finding)
      .map(({ expectation, reason }) => `${word}: ${expectation}. ${reason}`)
  const lost = (changes ?? []).flatMap((change) => {
    const problem = lostComparison(change, proposed ?? '')
    return problem === null ? [] : [{ alert: change.alert, problem }]
  })
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
    ...lost.map(({ alert, problem }) => `Not compared: ${alert}, ${problem}.`),
    ...unseenSentences(report, new Set(lost.map(({ alert }) => alert))),
  ]
}

/** Of the rules as written and the proposed ones; what both have is said once, and what is said already is left out. */
function unseenSentences({ variants }: Found, said: ReadonlySet<string>): string[] {
  const key = ({ alert, outcome, problem }: ReportedAlert) => JSON.stringify([alert, outcome, problem])
  const asWritten = new Set((variants[0]?.alerts ?? []).map(key))
  return variants
    .filter(({ kind }) => kind !== 'varied')
    .flatMap(({ name, kind, alerts }) =>
      alerts
        .filter((each) => !wasEvaluated(each) && !said.has(each.alert))
        .filter((each) => kind === 'as-written' || !asWritten.has(key(each)))
        .map((each) => unseenSentence(each, kind === 'proposed' ? ` under ${name}` : '')),
    )
}

function unseenSentence({ alert, outcome, problem }: ReportedAlert, under: string): string {
  return outcome === 'not-evaluated'
    ? `Not evaluated: ${alert}${under}, ${problem}.`
    : `No data for ${alert}${under}: ${problem}.`
}

const MOST_GAPS = 5
