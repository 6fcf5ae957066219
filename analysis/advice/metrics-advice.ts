// What keeps the histogram from being the second witness: it could not be counted, it counted other requests, it is in
// another unit, it was not scraped.

import { assertNever } from '../../core/assert-never.ts'
import { quantileName } from '../../core/latency/quantile.ts'
import type { Advice, AdviceKind } from '../../core/report/advice.ts'
import type { PopulationMismatch, Report } from '../../core/report/report.ts'
import { formatCount } from '../../core/text/count.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { formatShare } from '../../core/text/figures/share.ts'
import { counted, listed } from '../../core/text/plural.ts'
import { disagreeingQuantiles } from '../cross-check/disagreeing-quantiles.ts'

export function adviseMetrics(report: Report): Advice[] {
  return [
    ...uncountedHistogram(report),
    ...notScraped(report),
    ...unmoved(report),
    ...unestimated(report),
    ...disagreeing(report),
    ...unit(report),
    ...mismatch(report),
    ...routes(report),
    ...scrapes(report),
  ]
}

type Uncounted = NonNullable<Report['uncounted']>

/** What to do where the counts of the run are unknown. */
function remedy(kind: Uncounted['kind']): string {
  switch (kind) {
    case 'noBaseline':
    case 'noFinalScrape':
      return 'See to it that the metrics page answers within the scrape interval, or raise prometheus.scrapeInterval.'
    case 'neverPrinted':
      return 'Name a histogram that the page prints, in target.metrics.histogram.'
    case 'noMatch':
      return 'Mend target.metrics.match: no series of the histogram has these labels.'
    case 'noInfBucket':
      return 'Have the service print the bucket at +Inf: Prometheus draws no quantile without it.'
    case 'impossibleCounts':
      return 'Mend the instrumentation: it prints numbers that are no counts of requests.'
    case 'boundsDiffer':
      return 'Give all instances the same bounds: buckets of different bounds cannot be added.'
    case 'severalProcesses':
      return 'Scrape each process by itself (target.metrics.url takes a list), or let them count together.'
    case 'resetAtScrape':
      return 'Have the service keep its counters when it is scraped: Prometheus expects that they only grow.'
    case 'vanished':
      return 'Keep the series for the whole run: the service was replaced, or drops series that it has not observed for a while.'
    default:
      return assertNever(kind)
  }
}

function uncountedHistogram({ uncounted, server }: Report): Advice[] {
  if (!uncounted || server !== null) return []
  const { kind, reason } = uncounted
  return [{ kind: 'metrics', weight: 'blocks', about: null, action: remedy(kind), figure: reason }]
}

export const NAME_THE_METRICS =
  "Name the service's metrics page and its latency histogram in target.metrics, so that its dashboard and alerts are judged too."

/** A target without metrics needs none as long as nothing is asked of its alerts. */
function notScraped({ server, uncounted, alerts, scenario }: Report): Advice[] {
  if (server !== null || uncounted) return []
  const isAsked = alerts.some(({ expected }) => expected !== null)
  const wanted = isAsked || scenario.service?.kind === 'bundled'
  return [
    {
      kind: 'metrics',
      weight: wanted ? 'blocks' : 'improves',
      about: null,
      action: NAME_THE_METRICS,
      figure: 'No histogram was scraped, so that nothing is known of what a dashboard would have shown.',
    },
  ]
}

function unmoved({ server, load }: Report): Advice[] {
  if (server === null || server.count > 0 || load.total.completed === 0) return []
  return [
    {
      kind: 'metrics',
      weight: 'blocks',
      about: server.metric,
      action: `Scrape the instance that is loaded, and narrow target.metrics.match to the series that observe these requests.`,
      figure: `${server.metric} counted none of the ${counted(load.total.completed, 'response')} that the client received.`,
    },
  ]
}

function unestimated({ server, crossCheck, generator }: Report): Advice[] {
  const unknown = crossCheck.find(({ estimate }) => estimate === null)
  // Of an overloaded generator no finding holds, whatever could be estimated.
  if (server === null || server.count === 0 || unknown === undefined || generator.overloaded) return []
  const hasBounds = server.buckets.some(({ le }) => le !== '+Inf')
  return [
    {
      kind: hasBounds ? 'metrics' : 'bound',
      weight: 'blocks',
      about: server.metric,
      action: hasBounds
        ? 'Mend what the service publishes as its histogram: no quantile could be estimated from it.'
        : 'Give the histogram bounds, the limits of the scenario among them, so that quantiles can be estimated.',
      figure: unknown.explanation,
    },
  ]
}

function disagreeing(report: Report): Advice[] {
  const [first] = disagreeingQuantiles(report)
  if (first === undefined || first.bucket === null) return []
  const { quantile, bucket, exactServer } = first
  const lower = formatDuration(bucket.lower)
  const where = bucket.upper === '+Inf' ? `above ${lower}` : `between ${lower} and ${formatDuration(bucket.upper)}`
  return [
    {
      kind: 'metrics',
      weight: 'blocks',
      about: quantileName(quantile),
      action:
        'Find out why the service observes another latency in its histogram than in its exact record: they counted the same requests.',
      figure: `By the histogram the ${quantileName(quantile)} lies ${where}, by the exact record it is ${exactServer === null ? 'not known' : formatDuration(exactServer)}.`,
    },
  ]
}

function unit({ server }: Report): Advice[] {
  const suspected = server?.unit?.suspected
  if (!server || suspected === undefined) return []
  const mean = server.count === 0 ? '' : `, with a mean of ${formatDuration(server.sum / server.count)}`
  return [
    {
      kind: 'unit',
      weight: 'blocks',
      about: server.metric,
      action: `Write unit: ${suspected} under target.metrics.`,
      figure: `The histogram was read in ${server.unit?.name ?? 'seconds'}${mean}; only in ${suspected} would it fit the client's.`,
      change: { what: 'unit', to: suspected },
    },
  ]
}

const CAUSES: Readonly<Record<PopulationMismatch['possibleCauses'][number], string>> = {
  'several processes': 'scrape each process by itself, or let them count together',
  'unscraped instance': 'scrape every instance that answers (target.metrics.url takes a list)',
  'narrow matcher': 'widen the matchers of the requests',
  'wide matcher': 'narrow the matchers to these requests',
  'other series': 'name the series that observe these requests',
  'answered before the service': 'look at what answers before the service does (a proxy, a limit)',
  'lost in a restart': 'scrape more often, so that a restart loses less',
  'foreign traffic': 'keep others from calling the service meanwhile, or narrow target.metrics.match',
  retries: 'turn off the retries of what is between',
  'scrapes counted':
    'keep the metrics page and health checks out of the histogram, or narrow target.metrics.match to the route',
  'followed redirects': 'match the route that is asked for at the end',
  'unanswered requests': 'look at why the client got no answer to requests that the service had observed',
}

function mismatch({ populations }: Report): Advice[] {
  const found = populations?.mismatch
  if (!populations || !found) return []
  const likely = found.possibleCauses.slice(0, 3).map((cause) => CAUSES[cause])
  const action = likely.length === 0 ? 'find out which requests the histogram observes' : likely.join(', or ')
  const { clientAnswered, serverObserved } = populations
  const share = clientAnswered === 0 ? '' : ` (${formatShare(Math.abs(found.difference) / clientAnswered)})`
  return [
    {
      kind: 'populations',
      weight: 'misleads',
      about: null,
      action: `Have client and histogram count the same requests: ${action}.`,
      figure: `The histogram counted ${counted(serverObserved, 'request')}, the client got ${counted(clientAnswered, 'answer')}: ${formatCount(Math.abs(found.difference))}${share} ${found.difference < 0 ? 'are missing' : 'are too many'}.`,
    },
  ]
}

function routes({ routes = [] }: Report): Advice[] {
  return routes.flatMap(({ requests, match, uncounted, overlaps, populations }): Advice[] => {
    const about = listed(requests)
    const [other] = overlaps ?? []
    const advice = (kind: AdviceKind, action: string, figure: string): Advice[] => [
      { kind, weight: 'misleads', about, action, figure },
    ]
    if (other !== undefined)
      return advice(
        'matchers',
        `Narrow match: '${match}', so that it accepts no series that another request's does.`,
        `Both it and '${other.match}' accept ${other.series}.`,
      )
    if (uncounted) return advice('metrics', remedy(uncounted.kind), uncounted.reason)
    const found = populations?.mismatch
    if (!populations || !found) return []
    const [cause] = found.possibleCauses
    return advice(
      'populations',
      `Have match: '${match}' and the client count the same requests${cause === undefined ? '' : `: ${CAUSES[cause]}`}.`,
      `Its series counted ${counted(populations.serverObserved, 'request')}, the client got ${counted(populations.clientAnswered, 'answer')}.`,
    )
  })
}

/** A scrape or two may fail of many. */
const FAILED_SHARE = 0.05

/** So many times as many connections as were ever needed together. */
const MANY_TIMES = 4

/**
 * A service with a few workers or threads may keep one of them for each open connection, used or not. What a run opens is
 * then what its scrapes wait for. Null where it opened hardly more than it used.
 */
function idleConnections({ load, generator }: Report): { readonly opened: number; readonly used: number } | null {
  const opened = load.connections?.opened ?? 0
  const used = generator.inFlightMax
  return opened > MANY_TIMES * Math.max(1, used) ? { opened, used } : null
}

function scrapes(report: Report): Advice[] {
  const { server } = report
  if (!server) return []
  const { succeeded, failed, slowestSeconds, timedOut = 0, unreachable = 0 } = server.scrapes
  const all = succeeded + failed
  if (failed === 0 || failed / all <= FAILED_SHARE) return []
  const why = [
    ...(timedOut > 0 ? [`${formatCount(timedOut)} timed out`] : []),
    ...(unreachable > 0 ? [`${formatCount(unreachable)} found no connection`] : []),
  ]
  const slowest = slowestSeconds === null ? '' : `; the slowest took ${formatDuration(slowestSeconds)}`
  const idle = timedOut > 0 ? idleConnections(report) : null
  const opened =
    idle === null
      ? ''
      : ` The run opened ${counted(idle.opened, 'connection')} and never had more than ${counted(idle.used, 'request')} under way.`
  return [
    {
      kind: 'scrapes',
      weight: 'misleads',
      about: null,
      action:
        timedOut >= unreachable && timedOut > 0
          ? `${idle === null ? 'Raise' : `Try load.connections: ${Math.max(1, 2 * idle.used)} first, for idle connections may hold the workers of a service that has few. Else raise`} prometheus.scrapeInterval, or make the metrics page quicker: what is not scraped, no alert sees.`
          : 'Keep the metrics page reachable under load: what is not scraped, no alert sees.',
      figure: `${formatCount(failed)} of ${counted(all, 'scrape')} failed (${formatShare(failed / all)})${why.length === 0 ? '' : `, of them ${listed(why)}`}${slowest}.${opened}`,
    },
  ]
}
