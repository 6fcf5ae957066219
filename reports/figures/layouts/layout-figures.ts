// The figures of a comparison of bucket layouts, in words that stand alike in every writer.

import type { LayoutCode } from '../../../core/histogram/layout-code.ts'
import type {
  ComparedLayout,
  KnownFirings,
  KnownRange,
  LayoutQuantile,
  LayoutRecommendation,
  LayoutsReport,
  MovingError,
  RecommendedBounds,
  RuleMatrix,
  RuleMatrixRow,
} from '../../../core/report/layout-comparison.ts'
import { latencyInterval } from '../../../core/text/bucket-range.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { counted, listed } from '../../../core/text/plural.ts'
import { bucketRange } from '../cross-check-figures.ts'
import { formatCount, formatLatency, formatRelative, formatSpan, NO_FIGURE } from '../figures.ts'
import { quantileHeading } from '../verdict-label.ts'
import {
  knownQuantilesSentence,
  rangeFigure,
  relativeRangeFigure,
  sizeRangeFigure,
  thresholdSentence,
  UNTOLD,
} from './bucket-evidence-figures.ts'

export const RECOMMENDED = 'recommended'

/** The quantile that everyone asks for first: the rule's, or P95, or the highest. */
export function leadingQuantile({ layoutStudy: { comparison } }: LayoutsReport): number {
  const { quantiles, rule } = comparison
  if (rule && quantiles.includes(rule.quantile)) return rule.quantile
  return quantiles.includes(0.95) ? 0.95 : (quantiles.at(-1) ?? 0.95)
}

export function quantileOf({ run }: ComparedLayout, quantile: number): LayoutQuantile | undefined {
  return run.quantiles.find((each) => each.quantile === quantile)
}

/** `1,112 observations in 1m 2s, the server's own record …` */
export function observationsSentence({ layoutStudy: { comparison, observed } }: LayoutsReport): string {
  const span = formatSpan(comparison.endSeconds - comparison.startSeconds)
  return `${counted(comparison.observations, 'observation')} in ${span}, ${observed}`
}

/** What the rule would have done if it knew the exact quantiles; null without a rule. */
export function exactAlertSentence({ layoutStudy: { comparison } }: LayoutsReport): string | null {
  const { rule, exactAlert, exactAlertRange } = comparison
  if (!rule || !(exactAlert || exactAlertRange)) return null
  const held = `${quantileHeading(rule.quantile)} over ${formatSpan(rule.rangeSeconds)} > ${formatDuration(rule.thresholdSeconds)} for ${formatSpan(rule.forSeconds)}`
  const sentence = `${rule.name} (${held}) on exact quantiles: ${exactAlert ? firingFigure(exactAlert) : untoldFiring(exactAlertRange)}.`
  if (comparison.startSeconds < 1) return sentence
  return `${sentence} The comparison knows what was observed from ${formatSpan(comparison.startSeconds)} on; an alert that saw the requests before that, a warm-up, may have fired earlier.`
}

/** What it did surely, and what it may have done. */
function untoldFiring(range: KnownFirings | undefined): string {
  const first = (firings: KnownFirings['surely'] | undefined) => {
    const from = firings?.[0]?.fromSeconds
    return from === undefined ? 'never' : `at ${formatSpan(from)}`
  }
  return `cannot be told: surely it fires ${first(range?.surely)}, possibly ${first(range?.possibly)}`
}

/** `fires at 36s of the run, resolves at 95s` */
function firingFigure({ firesAt, resolvesAt }: { firesAt: number | null; resolvesAt: number | null }): string {
  if (firesAt === null) return 'never fires'
  const resolves = resolvesAt === null ? 'does not resolve' : `resolves at ${formatSpan(resolvesAt)}`
  return `fires at ${formatSpan(firesAt)} of the run, ${resolves}`
}

/** The worst over the moving windows and all requested quantiles, relative: `128%`. */
export function worstFigure({ moving }: ComparedLayout): string {
  const ranges = moving.flatMap(({ worstRelativeErrorRange }) => worstRelativeErrorRange ?? [])
  if (ranges.length > 0) return sizeRangeFigure(worstOf(ranges))
  const errors = moving.flatMap(({ worstRelativeError }) => worstRelativeError ?? [])
  return errors.length === 0 ? NO_FIGURE : sizeFigure(Math.max(...errors))
}

function worstOf(ranges: readonly KnownRange[]): KnownRange {
  const upper = Math.max(...ranges.map((range) => range.upper ?? Number.POSITIVE_INFINITY))
  return { lower: Math.max(...ranges.map(({ lower }) => lower)), upper: Number.isFinite(upper) ? upper : null }
}

export function medianFigure({ moving }: ComparedLayout, quantile: number): string {
  const found = movingOf(moving, quantile)
  if (found?.medianRelativeErrorRange) return sizeRangeFigure(found.medianRelativeErrorRange)
  const error = found?.medianRelativeError ?? null
  return error === null ? NO_FIGURE : sizeFigure(error)
}

function movingOf(moving: readonly MovingError[], quantile: number): MovingError | undefined {
  return moving.find((each) => each.quantile === quantile)
}

/** The size of a relative error: no sign. */
export function sizeFigure(error: number): string {
  return formatRelative(Math.abs(error)).replace('+', '')
}

/** The estimate: `1s`, `300ms to 1s`. */
export function estimateFigure(row: LayoutQuantile | undefined): string {
  return row?.estimateRange ? rangeFigure(row.estimateRange) : formatLatency(row?.estimate ?? null)
}

/** Its relative error: `+128%`, `−50% to +100%`. */
export function errorFigure(row: LayoutQuantile | undefined): string {
  return row?.relativeErrorRange
    ? relativeRangeFigure(row.relativeErrorRange)
    : formatRelative(row?.relativeError ?? null)
}

/** The exact quantile, or between what it lies: `4.93s`, `(2s, 5s]`. */
export function exactFigure({ exact, exactRange }: LayoutQuantile): string {
  return exactRange ? latencyInterval(exactRange) : formatLatency(exact)
}

/** `(2s, 5s]` and nothing where there is no bucket. */
export function layoutBucketFigure(row: LayoutQuantile | undefined): string {
  const bucket = row?.bucket
  if (!bucket) return ''
  return bucketRange(bucket)
}

/** `12 of 300`, `12 of 300, 40 not told`; empty where nothing is judged. */
export function wrongFigure({ wrongVerdicts }: ComparedLayout): string {
  const sum = (key: 'evaluations' | 'misses' | 'falseAlarms' | 'untold') =>
    wrongVerdicts.reduce((total, each) => total + (each[key] ?? 0), 0)
  if (wrongVerdicts.length === 0) return ''
  const [misses, falseAlarms, untold] = [sum('misses'), sum('falseAlarms'), sum('untold')]
  if (untold > 0)
    return `${formatCount(misses + falseAlarms)} of ${formatCount(sum('evaluations'))}, ${formatCount(untold)} ${UNTOLD}`
  return misses + falseAlarms === 0 ? '0' : `${formatCount(misses + falseAlarms)} of ${formatCount(sum('evaluations'))}`
}

/** What the alert did against the same alert on exact quantiles: `+3s`, `missed`; empty without a rule. */
export function alertFigure({ alert, alertRange }: ComparedLayout): string {
  if (alert === null) return alertRange ? untoldAlert(alertRange) : ''
  const parts = [
    ...(alert.misses > 0 ? [`${alert.misses} missed`] : []),
    ...(alert.falseAlarms > 0 ? [`${alert.falseAlarms} false`] : []),
    ...(alert.delaySeconds === null ? [] : [delayFigure(alert.delaySeconds)]),
  ]
  return parts.length === 0 ? 'as exact' : parts.join(', ')
}

function untoldAlert({ misses, falseAlarms }: NonNullable<ComparedLayout['alertRange']>): string {
  const sure = [...(misses > 0 ? [`${misses} missed`] : []), ...(falseAlarms > 0 ? [`${falseAlarms} false`] : [])]
  return sure.length === 0 ? UNTOLD : `${sure.join(', ')} at least`
}

function delayFigure(seconds: number): string {
  if (seconds === 0) return 'as exact'
  return seconds > 0 ? `${formatSpan(seconds)} late` : `${formatSpan(-seconds)} early`
}

/** Nanoseconds, for that is what it is counted in: `86ns`. */
export function observeFigure(seconds: number | null | undefined): string {
  return seconds === null || seconds === undefined ? '' : `${formatCount(Math.round(seconds * 1e9))}ns`
}

export function observeCostOf({ layoutStudy }: LayoutsReport, layout: string): number | null {
  return layoutStudy.observeCosts.find((each) => each.layout === layout)?.observeSeconds ?? null
}

/** `0.1, 0.25, 1` */
export function boundsFigure(bounds: readonly number[]): string {
  return bounds.join(', ')
}

/** What the recommended bounds promise. */
export function promiseSentence({ chosen, quantiles, growth }: LayoutRecommendation): string {
  const cost = `${counted(chosen.bounds.length, 'bound')}, ${chosen.series} series.`
  const covered = growth === 1 ? '' : `, even if the slowest windows get ${growth} times as slow`
  const errors = `Error of ${listed(quantiles.map(quantileHeading))} over the windows: at worst ${sizeFigure(chosen.worstError)}, on average ${sizeFigure(chosen.meanError)}${covered}.`
  const guarantee = `Other requests in these buckets can make it ${sizeFigure(chosen.guaranteedError)} at most.`
  const least = `No choice of ${counted(chosen.budget, 'bound')} has a worst error below ${sizeFigure(chosen.leastWorstError)}.`
  return [cost, errors, `${inWords(chosen.worstError)}.`, guarantee, least].join(' ')
}

/** Whether an error is good or bad. */
function inWords(error: number): string {
  if (error <= 0.1) return 'That is good: a dashboard is right to a tenth'
  if (error <= 0.3) return 'That is fair: a dashboard shows what doubles, not what changes a little'
  return 'That is bad: a dashboard can mislead; allow more bounds, or expect no more than the order of magnitude'
}

/** How the choice did on data that it was not made for, and whether that is good or bad. */
export function validationSentence({ crossValidation, crossValidationNote }: LayoutRecommendation): string {
  if (crossValidation === null) return crossValidationNote
  const { chosenOnWorstError: chosen, judgedOnWorstError: judged } = crossValidation
  const kept = judged <= Math.max(1.5 * chosen, 0.1)
  return `${crossValidationNote} ${kept ? 'So the bounds do as well on requests that they were not chosen for.' : 'So the bounds do much worse on requests that they were not chosen for: a longer record would give better ones.'}`
}

export function forcedSentence({ forced }: LayoutRecommendation): string | null {
  if (forced.length === 0) return null
  return `Always included: ${forced.map(({ bound, reason }) => `${bound} (${reason})`).join(', ')}.`
}

/** What a rule with this range and `for` did: `34s`, `missed`, `34s, 1 false`. */
export function detectionFigure(row: RuleMatrixRow | undefined, incidents: number): string {
  if (!row) return NO_FIGURE
  if (row.isUntold) return UNTOLD
  const seen = row.worstDetectionSeconds === null ? [] : [formatSpan(row.worstDetectionSeconds)]
  const missed = row.misses > 0 ? [incidents === 1 ? 'missed' : `${row.misses} missed`] : []
  const falseAlarms = row.falseAlarms > 0 ? [`${row.falseAlarms} false`] : []
  return [...seen, ...missed, ...falseAlarms].join(', ') || 'quiet'
}

/** The layouts that a rule's choice is shown for: exact, the service's own, the recommended, and the best else. */
export function matrixLayouts({ layouts, layoutStudy: { current } }: LayoutsReport): string[] {
  const names = layouts.map(({ name }) => name)
  const shown = [current, RECOMMENDED].filter((name): name is string => name !== null && names.includes(name))
  return ['exact', ...(shown.length === 0 ? names.slice(0, 2) : shown)]
}

/** What the matrix shows, in words. */
export function matrixSentence({ layoutStudy: { matrix, bucketEvidence } }: LayoutsReport): string | null {
  if (!matrix) return bucketEvidence?.matrixUntoldBecause ?? null
  const judged = `${quantileHeading(matrix.quantile)} > ${formatDuration(matrix.thresholdSeconds)}`
  const { incidents } = matrix
  if (incidents.length === 0) return `${judged} never held: every firing would be a false alarm.`
  const window = ({ startSeconds, endSeconds }: (typeof incidents)[number]) =>
    `${formatSpan(startSeconds)} to ${formatSpan(endSeconds)}`
  const shown = incidents.slice(0, 3).map(window).join(', ')
  const more = incidents.length > 3 ? ` and ${incidents.length - 3} more` : ''
  return `${judged} really held from ${shown}${more}. Time from its start until the alert fires, for each range and \`for\`:`
}

export const CODE_TITLES: Readonly<Record<keyof LayoutCode, string>> = {
  'prom-client': 'prom-client (Node)',
  go: 'client_golang',
  python: 'client_python',
  java: 'client_java',
  yaml: 'a scenario of this harness',
}

/** The recommendation against what is in use, in a line. */
export function briefSentence(compared: LayoutsReport): string {
  const { layouts, layoutStudy } = compared
  const { recommendation, recommendationNote, current, bucketEvidence } = layoutStudy
  if (bucketEvidence) {
    const limits = bucketEvidence.thresholds.map(thresholdSentence)
    return [`${knownQuantilesSentence(compared)}.`, ...limits, 'No recommendation from buckets alone.'].join(' ')
  }
  if (!recommendation) return `best of ${layouts.length}: ${layouts[0]?.name ?? NO_FIGURE}; ${recommendationNote ?? ''}`
  const used = layouts.find(({ name }) => name === current)
  const recommended = layouts.find(({ name }) => name === RECOMMENDED)
  const worst = recommended ? worstFigure(recommended) : NO_FIGURE
  const against = used ? `, ${used.name} ${worstFigure(used)}` : ''
  return `recommended: ${boundsFigure(recommendation.chosen.bounds)} (worst error ${worst}${against})`
}

export function latencyPair(row: LayoutQuantile | undefined): string {
  if (row?.estimateRange) {
    const error = row.relativeErrorRange ? ` (${relativeRangeFigure(row.relativeErrorRange)})` : ''
    return `${rangeFigure(row.estimateRange)}${error}`
  }
  return row ? `${formatLatency(row.estimate)} (${formatRelative(row.relativeError)})` : NO_FIGURE
}

/** Each range with each `for`, in the order of the rows. */
export function ruleChoices({ rows }: RuleMatrix): { rangeSeconds: number; forSeconds: number }[] {
  return [
    ...new Map(
      rows.map(({ rangeSeconds, forSeconds }) => [`${rangeSeconds} ${forSeconds}`, { rangeSeconds, forSeconds }]),
    ).values(),
  ]
}

/** The curve without the budgets that gain nothing on the one before. */
export function curvePoints({ curve }: LayoutRecommendation): RecommendedBounds[] {
  return curve.filter(({ bounds }, i) => bounds.join() !== curve[i - 1]?.bounds.join())
}

/** Whether it is the recommended one. */
export function isChosen({ chosen }: LayoutRecommendation, { bounds }: RecommendedBounds): boolean {
  return bounds.join() === chosen.bounds.join()
}
