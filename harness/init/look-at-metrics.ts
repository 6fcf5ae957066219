// Where the metrics of a service are, and which of them is the latency of its requests.

import { systemClock } from '../../core/clock.ts'
import type { DiscoveredLatency } from '../../core/discovery/discovered-latency.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { didYouMean } from '../../core/text/nearest-word.ts'
import { counted } from '../../core/text/plural.ts'
import { isHttpUrl, originAndPath, redactUrl } from '../../core/text/url.ts'
import { UserError } from '../../core/user-error.ts'
import type { DraftTarget } from '../../draft/draft.ts'
import type { DraftRemark } from '../../draft/draft-remark.ts'
import { discoverLatencies } from '../../prometheus/discovery/discover-latencies.ts'
import { UnreadableEndpoint } from '../../prometheus/observation/unreadable-endpoint.ts'
import { likelyPages, type MetricsLook, type MetricsLooker } from '../../prometheus/preflight/metrics-looker.ts'
import type { InitOptions } from './init-options.ts'
import { openProbe } from './open-probe.ts'
import { provisionalDraft } from './provisional-draft.ts'
import { secretIn } from './refuse-secrets.ts'

export interface SeenMetrics {
  readonly urls: readonly string[]
  readonly look: MetricsLook
  /** The likeliest first. */
  readonly latencies: readonly DiscoveredLatency[]
}

export interface UnseenMetrics {
  readonly tried: readonly string[]
  /** Those of them that want credentials, or others than were sent. */
  readonly refusing: readonly string[]
}

/** Where no page was found, and nobody named one, what was tried. @throws UserError where a page that was named cannot be read */
export async function lookAtMetrics(target: DraftTarget, options: InitOptions): Promise<SeenMetrics | UnseenMetrics> {
  const { metrics, metricsToken: bearerVariable, asker } = options
  const usual = new URL(`${target.url.replace(/\/$/, '')}/metrics`).href
  const urls = metrics.length > 0 ? metrics : [usual]
  const probe = await openProbe(provisionalDraft(target, { urls, bearerVariable }, []), options)
  const looker = probe.looker as MetricsLooker
  try {
    if (metrics.length > 0) return await observed(urls, looker, options)
    // A base path has the metrics of the whole service beside it, most often.
    const tried = [...new Set([usual, `${new URL(target.url).origin}/metrics`, ...likelyPages(usual).slice(1)])]
    const via = target.socket === null ? undefined : { socket: target.socket }
    const guess = await looker.guess(tried, via)
    const [found] = guess.pages
    const unseen: UnseenMetrics = {
      tried: tried.map(originAndPath),
      refusing: guess.refusing.map(originAndPath),
    }
    if (found === usual) return await observed([found], looker, options)
    if (found !== undefined) return await lookAtMetrics(target, { ...options, metrics: [found] })
    if (asker === null) return unseen
    const answer = await asker.text({
      message:
        unseen.refusing.length === 0
          ? 'No page of metrics was found. Where is it? (empty: there is none)'
          : `${unseen.refusing.join(', ')} wants credentials (--metrics-token). Is there another page? (empty: there is none)`,
      initial: '',
      mistakeIn: (text) => (text === '' || isHttpUrl(text) ? secretIn(text) : 'a URL begins with http:// or https://'),
    })
    return answer === '' ? unseen : await lookAtMetrics(target, { ...options, metrics: [answer] })
  } finally {
    await probe.close()
  }
}

async function observed(urls: readonly string[], looker: MetricsLooker, options: InitOptions): Promise<SeenMetrics> {
  const { observeSeconds, signal, note } = options
  try {
    const earlier = await looker.look()
    note(`reading ${urls.map(redactUrl).join(', ')} twice, ${formatDuration(observeSeconds)} apart`)
    await systemClock.sleep(observeSeconds, signal)
    const look = await looker.look()
    return { urls, look, latencies: latenciesBetween(earlier, look) }
  } catch (error) {
    if (!(error instanceof UnreadableEndpoint)) throw error
    throw new UserError(`--metrics: expected a Prometheus metrics page at ${error.url}, got ${error.got}`, {
      cause: error,
    })
  }
}

export function latenciesBetween(earlier: MetricsLook, later: MetricsLook): DiscoveredLatency[] {
  return discoverLatencies({
    earlier: earlier.pages,
    later: later.pages,
    betweenSeconds: later.atSeconds - earlier.atSeconds,
    nowUnixSeconds: Date.now() / 1e3,
  })
}

export interface ChosenLatency {
  /** Null where none can be judged. */
  readonly latency: DiscoveredLatency | null
  readonly remarks: readonly DraftRemark[]
}

/** @throws UserError where the one that was named is not there */
export async function chooseLatency(
  { urls, latencies }: Pick<SeenMetrics, 'urls' | 'latencies'>,
  { histogram, asker }: InitOptions,
): Promise<ChosenLatency> {
  if (histogram !== null) return judgeable(named(histogram, latencies), [])
  const likely = latencies.filter(({ purpose }) => purpose !== 'dependencies')
  const [first] = likely
  if (first === undefined) {
    const names = latencies.map(({ name }) => name)
    const remark: DraftRemark =
      names.length === 0
        ? { kind: 'no-histogram', url: urls.map(originAndPath).join(', ') }
        : { kind: 'only-dependencies', names }
    return { latency: null, remarks: [remark] }
  }
  const others = likely.filter(({ name }) => name !== first.name)
  if (others.length === 0) return judgeable(first, [])
  if (asker !== null) {
    const name = await asker.choose({
      message: 'Which metric is the latency of the requests to this service?',
      choices: likely.map((each) => ({ value: each.name, label: each.name, hint: hintOf(each) })),
      initial: first.name,
    })
    return judgeable(named(name, likely), [])
  }
  return judgeable(first, [{ kind: 'several-histograms', chosen: first.name, others: others.map(({ name }) => name) }])
}

function hintOf({ kind, all, routes }: DiscoveredLatency): string {
  const shown = routes.length === 0 ? '' : `, ${counted(routes.length, 'route')}`
  return `${kind === 'classic' ? 'histogram' : kind}, ${counted(all.count, 'observation')}${shown}`
}

function named(name: string, latencies: readonly DiscoveredLatency[]): DiscoveredLatency {
  const found = latencies.find((each) => each.name === name)
  if (found !== undefined) return found
  const known = latencies.map((each) => each.name)
  throw new UserError(
    `--histogram: expected one of the latencies on the page (${known.join(', ') || 'there is none'}), got ${name}${didYouMean(name, known)}`,
  )
}

function judgeable(latency: DiscoveredLatency, remarks: readonly DraftRemark[]): ChosenLatency {
  if (latency.kind === 'classic') return { latency, remarks }
  return { latency: null, remarks: [...remarks, { kind: latency.kind, name: latency.name }] }
}
