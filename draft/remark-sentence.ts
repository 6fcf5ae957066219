// The words of a draft's remarks, for the terminal and for the comments of the files.

import { formatCount } from '../core/text/count.ts'
import { formatDuration } from '../core/text/duration.ts'
import { formatRate } from '../core/text/figures/rate.ts'
import { formatShare } from '../core/text/figures/share.ts'
import { counted, listed } from '../core/text/plural.ts'
import type { DraftRemark } from './draft-remark.ts'

/** Whether something has to be done, or is only to be known. */
export function isWarning({ kind }: DraftRemark): boolean {
  return WARNINGS.has(kind)
}

const WARNINGS: ReadonlySet<DraftRemark['kind']> = new Set([
  'no-metrics',
  'metrics-refused',
  'no-histogram',
  'only-dependencies',
  'native',
  'summary',
  'unit-assumed',
  'limit-no-bound',
  'limit-above-bounds',
  'bounds-too-low',
  'few-requests',
  'request-refused',
  'address-only',
  'uncounted',
  'others-traffic',
  'server-errors',
])

/** One or more full sentences. */
export function remarkSentence(remark: DraftRemark): string {
  switch (remark.kind) {
    case 'no-metrics':
      return `No page of metrics was found at ${listed(remark.tried)}, so that only the client measures: there is no histogram to compare with and no alert to try. --metrics URL names the page, wherever it is.`
    case 'metrics-refused':
      return `${listed(remark.urls)} ${remark.variable === null ? 'wants credentials' : `refuses the token of ${remark.variable}`}, so that only the client measures: there is no histogram to compare with and no alert to try. --metrics-token NAME names the environment variable that holds the token.`
    case 'no-histogram':
      return `${remark.url} has no histogram of latencies, so that only the client measures. A histogram in the service makes dashboard and alert possible.`
    case 'only-dependencies':
      return `${listed(remark.names)} ${remark.names.length === 1 ? 'is' : 'are'} about what the service asks of others, so that only the client measures. If one of them is about its requests, --histogram NAME takes it.`
    case 'native':
      return `${remark.name} is a native histogram, whose buckets no page of text has: only the client measures. Classic buckets beside the native ones would be read.`
    case 'summary':
      return `${remark.name} is a summary: its quantiles cannot be added up over instances, routes or time, and no rule can be tried on them, so that only the client measures. A histogram in its place can.`
    case 'several-histograms':
      return `Of several metrics of latency ${remark.chosen} is taken, which looks most like the requests to this service; ${listed(remark.others)} ${remark.others.length === 1 ? 'is' : 'are'} left. --histogram NAME takes another.`
    case 'no-series':
      return `${remark.name} is declared and has not observed anything yet, so that its bounds are not known: no rule is proposed. Run the command again once it was asked for something.`
    case 'no-traffic':
      return `${remark.name} has ${remark.count === 0 ? 'no observation' : `only ${counted(remark.count, 'observation')}`} yet: how fast the service is can only be guessed from what was tried.`
    case 'unit-assumed':
      return `Nothing says the unit of ${remark.name}. Its highest bound, ${formatCount(remark.highestBound)}, is taken for milliseconds; if it is not, correct unit in the scenario and the threshold in the rules.`
    case 'limit-no-bound':
      return limitNoBound(remark)
    case 'limit-above-bounds':
      return `The highest bucket bound of the histogram is ${formatDuration(remark.highestBoundSeconds, 6)}, and no estimate of a dashboard lies above it: an alert at ${formatDuration(remark.limitSeconds)} could never fire, so that none is written. Add ${remark.limitSeconds === remark.highestBoundSeconds ? 'a bound above it' : `a bound at ${formatDuration(remark.limitSeconds)} and one above it`}.`
    case 'bounds-too-low':
      return `${formatShare(remark.share)} of the requests took longer than the highest bucket bound, ${formatDuration(remark.highestBoundSeconds, 6)}. No dashboard shows by how much, and no alert on their P95 tells a slow hour from a good one, so that none is written. Add higher bounds.`
    case 'few-requests':
      return `${counted(remark.requests, 'measured request')} cannot prove ${remark.objective}, which takes about ${formatCount(remark.needed)}: it would be inconclusive. Measure for ${wholeDuration(remark.neededSeconds)} or send ${formatRate(remark.neededRate)}.`
    case 'rate-raised':
      return `The service gets ${formatRate(remark.observedRate)} now. At that rate it would take ${wholeDuration(remark.neededSeconds)} to prove anything, so that ${formatRate(remark.rate)} are sent.`
    case 'rate-lowered':
      return `The service gets ${formatRate(remark.observedRate)} now; for a first run ${formatRate(remark.rate)} are sent.`
    case 'routes-unknown':
      return `The metrics also show routes that are not sent, as they need a body or an identifier, or are asked for less often: ${listed(remark.routes)}. They stand in the scenario as comments; --from takes requests from a description or a recording.`
    case 'request-refused':
      return `${remark.request} was tried and got ${remark.got}, so that it is left out.`
    case 'address-only':
      return `Nothing but the address is known, so that ${remark.request} is all that is sent: replace it by what your users ask for. --path and --from name requests.`
    case 'uncounted':
      return `${listed(remark.requests)} ${remark.requests.length === 1 ? 'was' : 'were'} answered, and ${remark.histogram} did not count ${remark.requests.length === 1 ? 'it' : 'them'}: the histogram is then about other requests.`
    case 'untried':
      return `${listed(remark.requests)} ${remark.requests.length === 1 ? 'was' : 'were'} not tried here: trying may change something, or needs a secret, data, or another request before it. The run tries each once before its load.`
    case 'others-traffic':
      return `Others ask the service ${formatRate(remark.perSecond)} meanwhile. What they ask may be in the same series: histogram and client then count different requests.`
    case 'server-errors':
      return `${formatShare(remark.share)} of what the service has answered were server errors (5xx): errors < 1% may fail before any load.`
    case 'secret':
      return `The value of ${remark.place} is left out, and read from the environment variable ${remark.variable}.`
    case 'omitted':
      return `Left out: ${formatCount(remark.count)} ${remark.what}: ${remark.why}.`
    case 'other-host':
      return `${remark.host} is not this machine. The scenario allows it to be loaded, because it was named here; load only what is yours.`
  }
}

function limitNoBound({
  limitSeconds,
  belowSeconds,
  aboveSeconds,
}: Extract<DraftRemark, { kind: 'limit-no-bound' }>): string {
  const limit = formatDuration(limitSeconds)
  const above = formatDuration(aboveSeconds, 6)
  if (belowSeconds === null)
    return `${limit} lies below the first bucket bound of the histogram, ${above}: an alert there would fire whatever the requests, so that none is written. Add a bound at ${limit}.`
  return `${limit} is no bucket bound of the histogram. The client judges it exactly; an alert there is drawn inside a bucket and may be wrong. The bounds beside it are ${formatDuration(belowSeconds, 6)} and ${above}; better still, add one at ${limit}.`
}

/** Whole seconds, minutes or hours, rounded up: `45s`, `12m`, `7h`. */
export function wholeDuration(seconds: number): string {
  if (seconds <= 120) return `${Math.ceil(seconds)}s`
  return seconds <= 7200 ? `${Math.ceil(seconds / 60)}m` : `${formatCount(Math.ceil(seconds / 3600))}h`
}
