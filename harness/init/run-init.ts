// From an address to a scenario: looks at the service, proposes, and writes. Reads from top to bottom.

import { basename, isAbsolute, relative, resolve, sep } from 'node:path'
import type { DiscoveredLatency } from '../../core/discovery/discovered-latency.ts'
import { isLocalHost } from '../../core/route/local-host.ts'
import { shownPath } from '../../core/text/shown-path.ts'
import { isHttpUrl, redactQuery, redactUrl } from '../../core/text/url.ts'
import { UserError } from '../../core/user-error.ts'
import type { Draft, DraftRequest, DraftTarget } from '../../draft/draft.ts'
import type { DraftRemark } from '../../draft/draft-remark.ts'
import type { ImportedTraffic } from '../../draft/imported-traffic.ts'
import type { KnownService } from '../../draft/propose/propose-draft.ts'
import { isWarning, remarkSentence } from '../../draft/remark-sentence.ts'
import { candidateRequests, userRoutes } from './candidate-requests.ts'
import { decideDraft } from './decide-draft.ts'
import { filesOfDraft } from './files-of-draft.ts'
import { givenAddress } from './given-address.ts'
import { afterTrying, importedRequests, triableRequests } from './imported-requests.ts'
import type { InitOptions } from './init-options.ts'
import {
  chooseLatency,
  latenciesBetween,
  lookAtMetrics,
  type SeenMetrics,
  type UnseenMetrics,
} from './look-at-metrics.ts'
import { openProbe } from './open-probe.ts'
import { provisionalDraft } from './provisional-draft.ts'
import { isCurlCommand, readTraffic } from './read-traffic.ts'
import { refuseSecrets, secretIn } from './refuse-secrets.ts'
import { type TriedRequests, tryRequests } from './try-requests.ts'
import { writeFiles } from './write-files.ts'

export interface InitResult {
  readonly draft: Draft
  /** As they are shown, the scenario first. */
  readonly files: readonly string[]
  readonly remarks: readonly {
    readonly isWarning: boolean
    readonly kind: DraftRemark['kind']
    readonly sentence: string
  }[]
  /** The commands to go on with. */
  readonly next: readonly string[]
}

/** @throws UserError where the service cannot be reached, nothing is known that it answers, or a file is there already */
export async function runInit(given: InitOptions): Promise<InitResult> {
  refuseSecrets('--path', given.paths)
  const options = { ...given, ...givenAddress(given), ca: caFromFolder(given) }
  refuseSecrets('--metrics', options.metrics)
  refuseSecrets('init', options.paths)
  const traffic = options.from === null ? null : await readTraffic(options.from, options.cwd)
  const target = await targetOf(options, traffic)
  const known = await getToKnow(target, traffic, options)
  const draft = await decideDraft(known, options)
  const { files, next } = filesOfDraft(draft, options)
  await writeFiles(files, options.force, options.cwd)
  return {
    draft,
    files: files.map(({ path }) => shownPath(path, options.cwd)),
    remarks: draft.remarks.map((remark) => ({
      isWarning: isWarning(remark),
      kind: remark.kind,
      sentence: remarkSentence(remark),
    })),
    next,
  }
}

// ---- the service ----

/** Named from where the command was called, and written as seen from the scenario. */
function caFromFolder({ ca, cwd, out }: InitOptions): string | null {
  if (ca === null || isAbsolute(ca)) return ca
  return relative(resolve(cwd, out), resolve(cwd, ca)).replaceAll(sep, '/')
}

async function targetOf(
  { url, from, asker, insecure, ca, socket }: InitOptions,
  traffic: ImportedTraffic | null,
): Promise<DraftTarget> {
  const imported = traffic?.url && isHttpUrl(traffic.url) ? traffic.url : null
  if (url === null && imported !== null) refuseForeignHost(imported, from ?? '')
  const given =
    withBasePath(url, imported) ??
    imported ??
    (await asker?.text({
      message: 'Where is the service?',
      initial: 'http://127.0.0.1:3000',
      mistakeIn: (text) => (isHttpUrl(text) ? null : 'a URL begins with http:// or https://'),
    }))
  if (given === undefined)
    throw new UserError(
      'init: expected the URL of a service, got none; an example: sla-harness init http://127.0.0.1:3000',
    )
  if (!isHttpUrl(given))
    throw new UserError(`init: expected a URL such as http://127.0.0.1:3000, got ${redactUrl(given)}`)
  const { origin, pathname, hostname, host, username, search } = new URL(given)
  if (username !== '')
    throw new UserError(
      'init: expected a URL without credentials, got one with a user; they are written as a header that refers to the environment',
    )
  if (search !== '')
    throw new UserError(
      `init: expected a URL without a query, got ${redactUrl(given)}; beside --path and --from it is what their paths stand behind`,
    )
  return {
    url: `${origin}${pathname.replace(/\/$/, '')}`,
    allowHost: socket !== null || isLocalHost(hostname) ? null : host,
    insecure,
    ca,
    socket,
    readyPath: null,
  }
}

/**
 * Whoever types a curl command names its host. A file names hosts that whoever reads it may not have thought of.
 * @throws UserError where it is not this machine
 */
function refuseForeignHost(url: string, from: string): void {
  if (isCurlCommand(from) || isLocalHost(new URL(url).hostname)) return
  const shown = redactUrl(url)
  throw new UserError(
    `--from ${from}: expected the URL of the service beside it, for the file names ${shown}, which is not this machine; if it is yours: sla-harness init ${shown} --from ${from}`,
  )
}

/** Another host than what was imported names has its paths below the same base. */
function withBasePath(url: string | null, imported: string | null): string | null {
  if (url === null || imported === null || !isHttpUrl(url)) return url
  const { origin, pathname, search, username } = new URL(url)
  return pathname === '/' && search === '' && username === '' ? `${origin}${new URL(imported).pathname}` : url
}

async function getToKnow(
  target: DraftTarget,
  traffic: ImportedTraffic | null,
  options: InitOptions,
): Promise<KnownService> {
  const seen = await lookAtMetrics(target, options)
  const metrics = 'tried' in seen ? null : seen
  const { latency, remarks } =
    'tried' in seen ? { latency: null, remarks: [unseenRemark(seen, options)] } : await chooseLatency(seen, options)
  const candidates = candidateRequests(latency, options.paths)
  const reached = { ...target, readyPath: candidates.readyPath }
  const { tried, paths } =
    traffic === null
      ? await tryUntilAnswered(reached, metrics, latency, options)
      : { tried: await tryImported(traffic, reached, metrics, latency, options), paths: null }
  const renewed = latency && metrics && tried.look ? afterTrials(latency, metrics, tried.look) : latency
  return {
    name: options.name ?? (await nameOf(target, options)),
    target: reached,
    latency: renewed,
    metricsUrls: metrics?.urls ?? [],
    bearerVariable: options.metricsToken,
    requests: tried.requests,
    countedRequests: tried.counted,
    // What was imported says what is sent.
    unknownRoutes: paths === null ? [] : candidateRequests(latency, paths).unknownRoutes,
    observedRate: observedRate(latency),
    traffic,
    remarks: [
      ...remarks,
      ...tried.refused.map((refused) => ({ kind: 'request-refused', ...refused }) as const),
      ...(paths?.length === 0 && userRoutes(latency).length === 0
        ? [{ kind: 'address-only', request: 'GET /' } as const]
        : []),
    ],
  }
}

/** Bounds and counts as they are now; what others sent was seen before anything was tried. */
function afterTrials(latency: DiscoveredLatency, metrics: SeenMetrics, look: SeenMetrics['look']): DiscoveredLatency {
  const now = latenciesBetween(metrics.look, look).find(({ name }) => name === latency.name)
  if (now === undefined) return latency
  return { ...now, all: { ...now.all, ratePerSecond: latency.all.ratePerSecond } }
}

function unseenRemark({ tried, refusing }: UnseenMetrics, { metricsToken }: InitOptions): DraftRemark {
  if (refusing.length === 0) return { kind: 'no-metrics', tried }
  return { kind: 'metrics-refused', urls: refusing, variable: metricsToken }
}

async function tryUntilAnswered(
  target: DraftTarget,
  metrics: SeenMetrics | null,
  latency: DiscoveredLatency | null,
  options: InitOptions,
) {
  const { asker } = options
  let paths = options.paths
  for (;;) {
    const { requests } = candidateRequests(latency, paths)
    const tried = await tryOnce(requests, target, metrics, latency, options)
    if (tried.requests.length > 0) return { tried, paths }
    const got = refusedText(tried)
    if (asker === null) throw new UserError(nothingAnswers(target, got, latency))
    const path = await asker.text({
      message: `Nothing was answered as expected (${got}). Which path do your users ask for?`,
      initial: '',
      mistakeIn: (text) => (text.startsWith('/') ? secretIn(text) : 'a path begins with /'),
    })
    paths = [path]
  }
}

async function tryOnce(
  requests: readonly DraftRequest[],
  target: DraftTarget,
  metrics: SeenMetrics | null,
  latency: DiscoveredLatency | null,
  options: InitOptions,
): Promise<TriedRequests> {
  options.note(`trying ${requests.map(({ path }) => `GET ${redactQuery(path)}`).join(', ')}`)
  const { metricsToken: bearerVariable } = options
  const draft = provisionalDraft(target, metrics && { urls: metrics.urls, bearerVariable }, requests)
  const probe = await openProbe(draft, options)
  try {
    return await tryRequests(probe, requests, latency)
  } catch (error) {
    if (error instanceof UserError && error.message.startsWith('expected a service'))
      throw new UserError(`${target.url}: ${error.message}${tlsHint(error, options)}`, { cause: error })
    throw error
  } finally {
    await probe.close()
  }
}

/** What the reason names are keys of a scenario, which there is not yet. */
function tlsHint({ message }: UserError, { ca, insecure }: InitOptions): string {
  return message.includes('TLS certificate') && ca === null && !insecure ? '; for init: --ca FILE or --insecure' : ''
}

function refusedText({ refused }: TriedRequests): string {
  return refused.map(({ request, got }) => `${request}: ${got}`).join(', ')
}

/** @throws UserError where none of what was imported is answered as it should be, and nothing is left to be sent */
async function tryImported(
  traffic: ImportedTraffic,
  target: DraftTarget,
  metrics: SeenMetrics | null,
  latency: DiscoveredLatency | null,
  options: InitOptions,
): Promise<TriedRequests> {
  const requests = importedRequests(traffic, latency)
  const triable = triableRequests(requests, traffic)
  if (triable.length === 0) return { requests, refused: [], counted: null, look: null }
  const tried = afterTrying(requests, triable, await tryOnce(triable, target, metrics, latency, options))
  if (tried.requests.length > 0) return tried
  throw new UserError(
    `${target.url}: expected a request of ${traffic.source} that is answered with a status from 200 to 299, got ${refusedText(tried)}`,
  )
}

function nothingAnswers({ url }: DraftTarget, got: string, latency: DiscoveredLatency | null): string {
  const shown = userRoutes(latency)
    .slice(0, 8)
    .map(({ method, path }) => `${method ?? 'GET'} ${path}`)
  const seen = shown.length === 0 ? '' : `; its metrics show ${shown.join(', ')}`
  return `${url}: expected a request that is answered with a status from 200 to 299, got ${got}${seen}. --path /orders/1 names one`
}

/** What users ask for a second: the higher of now and on average, since a quiet moment says little. */
function observedRate(latency: DiscoveredLatency | null): number | null {
  if (latency === null) return null
  const counts = latency.routes.length === 0 ? [latency.all] : userRoutes(latency).map((route) => route.counts)
  const rates = counts.map((each) => Math.max(each.ratePerSecond ?? 0, each.averageRatePerSecond ?? 0))
  const sum = rates.reduce((total, rate) => total + rate, 0)
  return sum > 0 ? sum : null
}

const IS_NAME = /^[A-Za-z0-9][\w.-]{0,99}$/

async function nameOf({ url }: DraftTarget, { cwd, asker }: InitOptions): Promise<string> {
  const { hostname } = new URL(url)
  const ofFolder = basename(resolve(cwd))
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
  const proposed = isLocalHost(hostname) ? ofFolder || 'service' : (hostname.split('.')[0] ?? 'service')
  const initial = IS_NAME.test(proposed) ? proposed : 'service'
  if (asker === null) return initial
  return asker.text({
    message: 'What is it called? (the files are named after it)',
    initial,
    mistakeIn: (text) => (IS_NAME.test(text) ? null : 'letters, digits, dots, dashes and underscores'),
  })
}
