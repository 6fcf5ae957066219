// What all writers of a back-test show: instants, peaks, rows of episodes and of the matrix, and the sentences about what
// the buckets decide.

import { missingLength } from '../../core/backtest/missing-length.ts'
import { spanWords } from '../../core/backtest/span-words.ts'
import type {
  BacktestReport,
  ChangedAlert,
  JudgedExpectation,
  LayoutJudgement,
  ReportedAlert,
  ReportedEpisode,
} from '../../core/report/backtest-report.ts'
import type { Verdict } from '../../core/report/worst-verdict.ts'
import { bucketRange } from '../../core/text/bucket-range.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { counted, listed, times } from '../../core/text/plural.ts'
import { formatCount } from '../figures/figures.ts'
import { quantileHeading } from '../figures/verdict-label.ts'

/** An expectation that is not decided is called by what it is. */
export const EXPECTATION_WORDS: Readonly<Record<Verdict, string>> = {
  pass: 'met',
  fail: 'not met',
  inconclusive: 'cannot be told',
}

/** Of the page and the documents: pages are counted by label set. */
export const PAGE_SENTENCE = 'A page is one firing of one label set; days and times are UTC.'

export const BAND_WORDS = {
  surely: 'surely',
  drawn: 'as drawn',
  could: 'could have',
} as const

/** `2026-11-12 14:05`, with seconds where they are not 0. UTC. */
export function instantFigure(instant: string): string {
  const seconds = instant.slice(17, 19) === '00' ? '' : instant.slice(16, 19)
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)}${seconds}`
}

export function spanFigure(seconds: number): string {
  return spanWords(seconds * 1e3)
}

/** The source in one line: what was read, over which time, how much of it. */
export function sourceSentence({ source, from, to, seriesCount, sampleCount }: BacktestReport): string {
  const version = source.prometheusVersion === null ? '' : ` (Prometheus ${source.prometheusVersion})`
  return `${source.place}${version}, ${instantFigure(from)} to ${instantFigure(to)} UTC: ${formatCount(sampleCount)} samples of ${counted(seriesCount, 'series', 'series')}, evaluated as Prometheus ${source.dialect} does. No traffic was sent.`
}

export interface EpisodeRow {
  readonly episode: ReportedEpisode
  /** The strictest history that it belongs to. */
  readonly band: keyof typeof BAND_WORDS
  readonly start: string
  readonly length: string
  readonly peak: string
  readonly labels: string
}

/** The drawn episodes, and those that could have been and were not drawn; in the order of their starts. */
export function episodeRows(alert: ReportedAlert): EpisodeRow[] {
  const { surely, drawn, could } = alert.histories
  const isSure = (episode: ReportedEpisode) => surely.episodes.some((sure) => touches(sure, episode))
  const isDrawn = (episode: ReportedEpisode) => drawn.episodes.some((each) => touches(each, episode))
  const row = (episode: ReportedEpisode, band: EpisodeRow['band']): EpisodeRow => ({
    episode,
    band,
    start: `${episode.startedBefore ? 'before ' : ''}${instantFigure(episode.start)}`,
    length: `${spanFigure(episode.durationSeconds)}${episode.end === null ? ' and on' : ''}`,
    peak: peakFigure(episode, alert),
    labels: labelsFigure(episode.labels, alert),
  })
  return [
    ...drawn.episodes.map((episode) => row(episode, isSure(episode) ? 'surely' : 'drawn')),
    ...could.episodes.filter((episode) => !isDrawn(episode)).map((episode) => row(episode, 'could')),
  ].sort((a, b) => (a.episode.start < b.episode.start ? -1 : a.episode.start > b.episode.start ? 1 : 0))
}

function touches(a: ReportedEpisode, b: ReportedEpisode): boolean {
  return a.start <= b.lastFiring && b.start <= a.lastFiring && sameLabels(a.labels, b.labels)
}

function sameLabels(a: ReportedEpisode['labels'], b: ReportedEpisode['labels']): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name])
}

/** `between 1s and 2s, drawn 1.4s`; `n/a` where it is no number. */
export function peakFigure({ peak }: ReportedEpisode, alert: ReportedAlert): string {
  if (peak === null) return 'n/a'
  const figure = valueFigureOf(alert)
  const shown = peak.drawn === null ? '' : `drawn ${figure(peak.drawn)}`
  if (peak.low !== null && peak.low === peak.high) return figure(peak.low)
  const known =
    peak.low === null
      ? peak.high === null
        ? ''
        : `at most ${figure(peak.high)}`
      : peak.high === null
        ? `above ${figure(peak.low)}`
        : `between ${figure(peak.low)} and ${figure(peak.high)}`
  return [known, shown].filter((part) => part !== '').join(', ') || 'n/a'
}

/** Only of a histogram that is named after seconds, and read as it is, is the value known to be a time. */
function valueFigureOf({ layout, expression }: ReportedAlert): (value: number) => string {
  const isSeconds = layout.length > 0 && layout.every(({ metric }) => metric?.endsWith('_seconds_bucket'))
  const isScaled = /[*/]\s*1(?:000|e3)\b/.test(expression)
  return isSeconds && !isScaled ? (value) => formatDuration(value) : (value) => String(Number(value.toPrecision(4)))
}

/** What tells the label sets of an alert apart: neither its name nor the labels of the rule. */
export function labelsFigure(labels: ReportedEpisode['labels'], alert: Pick<ReportedAlert, 'labels'>): string {
  const pairs = Object.entries(labels)
    .filter(([name, value]) => name !== 'alertname' && alert.labels[name] !== value)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
  return pairs.length === 0 ? '' : `{${pairs.join(', ')}}`
}

/** The matrix: a row for each alert and variant, the rules as written first. */
export interface MatrixRow {
  readonly variant: string
  readonly alert: string
  /** Null where nothing was evaluated, with the reason. */
  readonly counts: { readonly surely: number; readonly drawn: number; readonly could: number } | null
  readonly firing: string
  readonly note: string
}

/** What was evaluated under no variant has one row. */
export function matrixRows({ variants }: BacktestReport): MatrixRow[] {
  const names = [...new Set(variants.flatMap(({ alerts }) => alerts.map(({ alert }) => alert)))]
  return names.flatMap((name) => {
    const rows = variants.flatMap((variant) => rowsOf(variant, name))
    return rows.every(({ counts }) => counts === null) ? rows.slice(0, 1) : rows
  })
}

function rowsOf({ name, alerts }: BacktestReport['variants'][number], wanted: string): MatrixRow[] {
  const named = alerts.filter(({ alert }) => alert === wanted)
  return named.map((alert): MatrixRow => {
    const { surely, drawn, could } = alert.histories
    const isEvaluated = alert.outcome === 'evaluated' && alert.evaluations > 0
    const unknown = alert.notKnown.length > 0 ? `${missingLength(alert.notKnown, alert.notKnownSeconds)} not known` : ''
    const problem = alert.outcome === 'not-evaluated' ? 'not evaluated' : 'no data'
    const notes = [alert.notVaried === null ? '' : 'as written', isEvaluated ? unknown : problem]
    return {
      variant: name,
      // Pages of two severities are often two rules of one name.
      alert: named.length > 1 ? `${wanted} (line ${alert.line})` : wanted,
      counts: isEvaluated ? { surely: surely.fired, drawn: drawn.fired, could: could.fired } : null,
      firing: isEvaluated ? spanFigure(drawn.firingSeconds) : '',
      note: notes.filter((note) => note !== '').join(', '),
    }
  })
}

/** What the bounds decide for one comparison, and what could. */
export function layoutSentence(judgement: LayoutJudgement): string {
  const { quantile, metric, operator, threshold, role, bucket, kind, undecidedSeconds, undecidedEpisodes } = judgement
  const isSeconds = metric?.endsWith('_seconds_bucket') === true
  const figure = (value: number) => (isSeconds ? formatDuration(value) : String(value))
  const compared = `${quantileHeading(quantile)} ${operator} ${figure(threshold)}`
  const open =
    undecidedSeconds === 0
      ? 'nothing was left open by that in this time'
      : `${spanFigure(undecidedSeconds)} and ${counted(undecidedEpisodes, 'possible firing')} were left open`
  switch (kind) {
    case 'decides':
      return `${compared}: ${figure(threshold)} is a bound of ${metric ?? 'the histogram'}, so its counts decide; ${open}.`
    case 'no-buckets':
      return `${compared}: no bounds were seen, so nothing is said of buckets.`
    case 'inside-a-bucket':
    case 'above-the-bounds': {
      const range =
        bucket === null
          ? ''
          : isSeconds
            ? bucketRange(bucket.lower, bucket.upper)
            : bucket.upper === null
              ? `above ${bucket.lower}`
              : `${bucket.lower} to ${bucket.upper}`
      const add = `A bound at ${figure(threshold)} would have told them apart. Recorded data cannot show it any more: add it to the histogram where the service observes it.`
      const isNeeded = role === 'whole' || role === 'required'
      const silent =
        kind === 'above-the-bounds' && operator.startsWith('>')
          ? ` Prometheus draws nothing above the highest bound, so the ${isNeeded ? 'alert can never fire as it is' : 'comparison never holds as it is, and the alert fires on its other conditions alone'}.`
          : ''
      return `${compared}: ${figure(threshold)} lies inside the bucket ${range}, where the counts decide nothing; ${open}.${silent}${undecidedSeconds > 0 ? ` ${add}` : ''}`
    }
  }
}

/** Days as weeks, Monday first; null for days that the span does not touch. */
export interface CalendarWeek {
  readonly monday: string
  readonly days: readonly (ReportedAlert['days'][number] | null)[]
}

const DAY_MS = 86_400_000

export function calendarWeeks({ days }: ReportedAlert): CalendarWeek[] {
  const weeks = new Map<string, (ReportedAlert['days'][number] | null)[]>()
  for (const day of days) {
    const atMs = Date.parse(`${day.day}T00:00:00Z`)
    const weekday = (new Date(atMs).getUTCDay() + 6) % 7
    const monday = new Date(atMs - weekday * DAY_MS).toISOString().slice(0, 10)
    const week = weeks.get(monday) ?? Array.from({ length: 7 }, () => null)
    week[weekday] = day
    weeks.set(monday, week)
  }
  return [...weeks].map(([monday, week]) => ({ monday, days: week }))
}

export const WEEKDAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'] as const

/** The pages of a day: their number as drawn, `?` where data is missing and nothing is drawn, `·` for none. */
export function dayFigure({ drawn, could, notKnownSeconds }: ReportedAlert['days'][number]): string {
  const unknown = notKnownSeconds > 0 ? '?' : ''
  if (drawn > 0) return `${formatCount(drawn)}${unknown}`
  if (unknown !== '') return unknown
  return could > 0 ? '(·)' : '·'
}

export function expectationLine({ expectation, finding }: JudgedExpectation): string {
  return `${expectation}: ${EXPECTATION_WORDS[finding]}`
}

/** `3m 20s earlier`, `2m later`. */
export function movedFigure(earlierSeconds: number): string {
  if (earlierSeconds === 0) return 'at the same time'
  return `${spanFigure(Math.abs(earlierSeconds))} ${earlierSeconds > 0 ? 'earlier' : 'later'}`
}

type Side = NonNullable<ChangedAlert['before']>

/** `0 → 3`, or one figure where it stays; `–` on a side where nothing was evaluated. */
export function changeFigure({ before, after }: ChangedAlert, figure: (side: Side) => string): string {
  const shown = (side: Side) => (side.isEvaluated ? figure(side) : '–')
  if (before === null) return after === null ? '' : `new: ${shown(after)}`
  if (after === null) return `${shown(before)} → gone`
  return shown(before) === shown(after) ? shown(after) : `${shown(before)} → ${shown(after)}`
}

/** What limits the figures of a change, in a word or two. */
export function changeNote({ before, after }: ChangedAlert): string {
  const sides = [before, after].filter((side) => side !== null)
  if (sides.some(({ problem }) => problem !== null)) return sides.length === 2 ? 'cannot be compared' : 'not evaluated'
  return sides.every(({ isKnown }) => isKnown) ? '' : 'in part not known'
}

/** What of an alert cannot be compared, and why. */
export function notComparedSentences({ alert, before, after, unknownPages }: ChangedAlert): string[] {
  const problems = [
    ...(before === null || before.problem === null ? [] : [`as written, ${before.problem}`]),
    ...(after === null || after.problem === null ? [] : [`as proposed, ${after.problem}`]),
  ]
  if (problems.length > 0)
    return [
      `${alert} ${before !== null && after !== null ? 'cannot be compared' : 'cannot be told'}: ${listed(problems)}.`,
    ]
  return unknownPages === 0
    ? []
    : [`${counted(unknownPages, 'page')} of ${alert} cannot be compared: data is missing there for the other rule.`]
}

/** The columns of what changes: counts in the three histories, and how long it fired. */
export const CHANGE_FIGURES: Readonly<Record<'drawn' | 'surely' | 'could' | 'firing', (side: Side) => string>> = {
  drawn: ({ drawn }) => formatCount(drawn),
  surely: ({ surely }) => formatCount(surely),
  could: ({ could }) => formatCount(could),
  firing: ({ firingSeconds }) => spanFigure(firingSeconds),
}

/** The labels of a page without its alert's name and what all rules of that name set. */
export function pageLabels(labels: ReportedEpisode['labels'], alert: string, { variants }: BacktestReport): string {
  const rules = variants.flatMap(({ alerts }) => alerts.filter((each) => each.alert === alert))
  const shared = Object.entries(rules[0]?.labels ?? {}).filter(([name, value]) =>
    rules.every((rule) => rule.labels[name] === value),
  )
  return labelsFigure(labels, { labels: Object.fromEntries(shared) })
}

/** Where nothing is known of an alert, in one sentence; null where all is. */
export function notKnownSentence({ notKnown, notKnownSeconds }: ReportedAlert): string | null {
  if (notKnown.length === 0) return null
  const shown = notKnown.slice(0, MOST_SPANS).map(({ from, to }) => `${instantFigure(from)} to ${instantFigure(to)}`)
  const more = notKnown.length > MOST_SPANS ? ` and ${notKnown.length - MOST_SPANS} more` : ''
  return `Not known for ${missingLength(notKnown, notKnownSeconds)}, because data is missing: ${shown.join(', ')}${more}. That is no silence.`
}

const MOST_SPANS = 4

function withoutDataSentence({ withoutData, withoutDataSeconds }: ReportedAlert): string {
  const shown = withoutData.slice(0, MOST_SPANS).map(({ from, to }) => `${instantFigure(from)} to ${instantFigure(to)}`)
  const more = withoutData.length > MOST_SPANS ? ` and ${withoutData.length - MOST_SPANS} more` : ''
  return `A series that it needs had no samples for ${missingLength(withoutData, withoutDataSeconds)}: ${shown.join(', ')}${more}. Prometheus found nothing there either.`
}

/** What else limits what is said of an alert. */
export function alertRemarks(alert: ReportedAlert): string[] {
  const unknown = notKnownSentence(alert)
  return [
    ...(unknown === null ? [] : [unknown]),
    ...(alert.withoutData.length === 0 ? [] : [withoutDataSentence(alert)]),
    ...alert.failures.map(
      ({ message, evaluations, first }) =>
        `Evaluations failed ${times(evaluations)}, first at ${instantFigure(first)}, as they would in Prometheus: ${message}.`,
    ),
    ...alert.notFollowed.map(
      ({ reason }) => `Between which values it lies is not followed (${reason}): nothing is sure, and all could be.`,
    ),
    ...alert.missing.map((selector) => `No series matched ${selector} in the whole time.`),
    ...alert.layout.map(layoutSentence),
  ]
}
