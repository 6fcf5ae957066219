// What would bring the histogram's estimate nearer to what users felt: a bound, a higher highest bound, a timer elsewhere.

import { roundBoundAtOrAbove } from '../../core/histogram/round-bounds.ts'
import { quantileName } from '../../core/latency/quantile.ts'
import type { Advice } from '../../core/report/advice.ts'
import type { CrossCheckRow, Report } from '../../core/report/report.ts'
import { latencyLimitSeconds } from '../../core/scenario/objective.ts'
import { parseObjective } from '../../core/scenario/parse-objective.ts'
import { durationBeside, formatDuration } from '../../core/text/duration.ts'
import { formatChange } from '../../core/text/figures/share.ts'
import { listed } from '../../core/text/plural.ts'
import { namedObjective } from '../verdict/objective-in-words.ts'
import { boundsAround, isBound } from './bounds-around.ts'

export function adviseEstimate(report: Report): Advice[] {
  const { server, crossCheck, generator } = report
  // How late an overloaded generator was is in every exact figure.
  if (generator.overloaded || server === null || server.count === 0 || server.unit?.suspected !== undefined) return []
  return [...recommended(report), ...misledObjectives(report), ...rows(crossCheck), ...limits(report)]
}

/** Where layouts were compared, all of them are known to be better or worse. */
function recommended({ layoutStudy, layouts = [] }: Report): Advice[] {
  const chosen = layoutStudy?.recommendation?.chosen
  const current = layouts.find(({ name }) => name === layoutStudy?.current)
  if (!layoutStudy || !chosen) return []
  const worst = current?.moving.flatMap(({ worstRelativeError }) => worstRelativeError ?? []) ?? []
  const now = worst.length === 0 ? '' : `; the present layout's is ${formatChange(Math.max(...worst.map(Math.abs)))}`
  return [
    {
      kind: 'layout',
      weight: 'misleads',
      about: layoutStudy.current,
      action: `Publish these bounds: ${chosen.bounds.join(', ')} (seconds).`,
      figure: `Their worst error over all windows is ${formatChange(chosen.worstError)}${now}.`,
    },
  ]
}

/** Who has the histogram alone would have come to another verdict. */
function misledObjectives({ sla, server }: Report): Advice[] {
  return sla.flatMap((finding): Advice[] => {
    const { estimateFinding, estimateDoubt, estimate, observed, unit } = finding
    if (estimateDoubt !== undefined) return []
    if (estimateFinding === null || estimateFinding === finding.finding || finding.finding === 'inconclusive') return []
    const limit = limitOf(finding.objective)
    const bounds = server?.buckets ?? []
    if (limit === undefined || unit !== 'seconds' || isBound(limit, bounds)) return []
    const around = boundsAround(limit, bounds)
    return [
      {
        kind: 'bound',
        weight: 'misleads',
        about: namedObjective(finding),
        action: `Give the histogram a bound at ${formatDuration(limit)}, the limit itself: it would count exactly what the objective asks.`,
        figure: `The histogram alone says ${estimate === null ? 'nothing' : formatDuration(estimate)}, by which it is ${WORDS[estimateFinding]}; it was ${observed === null ? 'not known' : formatDuration(observed)}, and is ${WORDS[finding.finding]}. ${around}`,
        change: { what: 'bound', add: limit },
      },
    ]
  })
}

const WORDS = { pass: 'met', inconclusive: 'undecided', fail: 'not met' } as const

/** A smaller error is no reason to change a service. */
const NOTEWORTHY = 0.1
const MOST_ROWS = 2

function rows(crossCheck: readonly CrossCheckRow[]): Advice[] {
  const worth = crossCheck.filter(
    ({ comparable, relativeError, bucket }) =>
      comparable !== false &&
      (bucket?.upper === '+Inf' || (relativeError !== null && Math.abs(relativeError) > NOTEWORTHY)),
  )
  // The P95 is what is asked for first; of the others, the worst.
  const order = [...worth].sort(
    (a, b) =>
      Number(b.quantile === 0.95) - Number(a.quantile === 0.95) ||
      Math.abs(b.relativeError ?? Number.POSITIVE_INFINITY) - Math.abs(a.relativeError ?? Number.POSITIVE_INFINITY),
  )
  return order.slice(0, MOST_ROWS).flatMap(rowAdvice)
}

function rowAdvice(row: CrossCheckRow): Advice[] {
  const { quantile, estimate, exactClient, relativeError, bucket, betterBound, parts } = row
  if (estimate === null || exactClient === null || bucket === null) return []
  const about = quantileName(quantile)
  const off = relativeError === null ? '' : ` (${formatChange(relativeError)})`
  const figure = `The histogram's ${about} is ${formatDuration(estimate)}, the exact one ${durationBeside(exactClient, estimate)}${off}`
  if (bucket.upper === '+Inf') {
    const add = roundBoundAtOrAbove(Math.max(exactClient, bucket.lower) * 1.5, 1)
    return [
      {
        kind: 'highest-bound',
        weight: 'misleads',
        about,
        action: `Give the histogram a bound at ${formatDuration(add)} or more: above ${formatDuration(bucket.lower)} it can tell nothing apart.`,
        figure: `${figure}: it lies above the highest bound, and would stay ${formatDuration(bucket.lower)} however slow the service became.`,
        change: { what: 'bound', add },
      },
    ]
  }
  if (betterBound)
    return [
      {
        kind: 'bound',
        weight: 'misleads',
        about,
        action: `Give the histogram a bound at ${formatDuration(betterBound.bound)}.`,
        figure: `${figure}, drawn somewhere into the bucket from ${formatDuration(bucket.lower)} to ${formatDuration(bucket.upper)}; with that bound it would be ${formatDuration(betterBound.estimate)}.`,
        change: { what: 'bound', add: betterBound.bound },
      },
    ]
  const waiting = Math.abs(parts.waiting ?? 0)
  const vantage = Math.abs(parts.vantage ?? 0)
  const drawn = Math.abs(parts.interpolation ?? parts.interpolationAndVantage ?? 0)
  if (waiting > vantage && waiting > drawn)
    return [
      {
        kind: 'measuring-point',
        weight: 'misleads',
        about,
        action:
          "Watch the queue in front of the service too (a proxy's latency, the connections in use): no timer inside the service sees it.",
        figure: `${figure}; ${formatDuration(waiting)} of the difference passed before the request was sent.`,
      },
    ]
  if (vantage > drawn)
    return [
      {
        kind: 'measuring-point',
        weight: 'misleads',
        about,
        action:
          'Start the timer of the histogram earlier and stop it later, around everything that a request waits for.',
        figure: `${figure}; ${formatDuration(vantage)} of the difference lie between the timer of the server and the client.`,
      },
    ]
  return [
    {
      kind: 'layout',
      weight: 'misleads',
      about,
      action: 'Compare bucket layouts on this run: the command buckets recommends bounds, with the error of each.',
      figure: `${figure}, drawn somewhere into the bucket from ${formatDuration(bucket.lower)} to ${formatDuration(bucket.upper)}; no single bound would mend it.`,
    },
  ]
}

/** Limits of objectives that no bound says exactly, although the run went well: a line of a dashboard cannot show them. */
function limits({ sla, server }: Report): Advice[] {
  const bounds = server?.buckets ?? []
  const missing = sla.flatMap((finding) => {
    const limit = limitOf(finding.objective)
    return limit === undefined || isBound(limit, bounds) ? [] : [{ limit, finding }]
  })
  return missing.map(({ limit, finding }) => ({
    kind: 'bound',
    weight: 'improves',
    about: namedObjective(finding),
    action: `Give the histogram a bound at ${formatDuration(limit)}, so that it counts exactly what the objective asks.`,
    figure: `${boundsAround(limit, bounds)} Bounds are ${boundList(bounds)}.`,
    change: { what: 'bound', add: limit },
  }))
}

function boundList(buckets: NonNullable<Report['server']>['buckets']): string {
  const finite = buckets.flatMap(({ le }) => (le === '+Inf' ? [] : [formatDuration(le)]))
  return finite.length === 0 ? 'none' : listed(finite)
}

function limitOf(line: string): number | undefined {
  const objective = parseObjective(line)
  // The time to the first byte is in no histogram of whole answers.
  return objective === undefined || objective.kind === 'ttfb' ? undefined : latencyLimitSeconds(objective)
}
