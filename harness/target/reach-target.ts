// How the target of a scenario is reached: the files of TLS read, sockets as absolute paths, names looked up. All that can
// be wrong with it is found here, before anything is sent.

import { dirname, resolve } from 'node:path'
import { isLocalHost } from '../../core/route/local-host.ts'
import type { ChosenAddresses, Route, Via } from '../../core/route/route.ts'
import type { TlsMaterial } from '../../core/route/tls-material.ts'
import type { MetricsTarget, Target } from '../../core/scenario/target.ts'
import { substituteReferences } from '../../core/text/environment-references.ts'
import { counted } from '../../core/text/plural.ts'
import { originAndPath } from '../../core/text/url.ts'
import { UserError } from '../../core/user-error.ts'
import { resolveTarget } from '../../scenario-file/resolve/resolve-target.ts'
import { type LookUp, lookUpAddresses, systemLookUp } from './look-up-addresses.ts'
import { refuseProxies } from './refuse-proxies.ts'
import { placeOf, scenarioTls, type TlsContext } from './scenario-tls.ts'

export interface ReachedTarget {
  /** Resolved: for requests, not for display. Its metrics are `reached`. */
  readonly target: Target
  /** Absent where the URL alone says it. */
  readonly route?: Route
  /** What the user should know before anything is sent. */
  readonly warnings: readonly string[]
}

export interface ReachOptions extends TlsContext {
  /** Default: the system's resolver. */
  readonly lookUp?: LookUp
}

/** @throws UserError where a variable is not set, a file or a name is wrong, or a proxy of the environment covers it */
export async function reachTarget(written: Target, options: ReachOptions): Promise<ReachedTarget> {
  const { environment, lookUp = systemLookUp } = options
  const target = resolveTarget(written, environment)
  const tls = target.tls && scenarioTls(target.tls, ['target', 'tls'], options)
  const socket = target.socket === undefined ? undefined : socketPath(target.socket, ['target', 'socket'], options)
  const metrics = target.metrics && withWays(target.metrics, target, { tls, socket }, options)
  refuseProxies({ ...target, metrics }, environment)
  const addresses =
    target.addresses === undefined ? undefined : await chosenAddresses(new URL(target.url), target.addresses, lookUp)
  const { metrics: reached, warnings } =
    metrics === null ? { metrics, warnings: [] } : await withAddresses(metrics, lookUp)
  const route: Route = { ...(tls && { tls }), ...(socket !== undefined && { socket }), ...(addresses && { addresses }) }
  return {
    target: { ...target, metrics: reached },
    ...(Object.keys(route).length > 0 && { route }),
    warnings,
  }
}

async function chosenAddresses(url: URL, choice: ChosenAddresses['choice'], lookUp: LookUp): Promise<ChosenAddresses> {
  const known = await lookUpAddresses(url, 'target.url', lookUp)
  return { choice, known, used: choice === 'spread' ? known : known.slice(0, 1) }
}

/** As written for the metrics, or else as for the target. A name that the target's certificate is held against is its own. */
function withWays(
  metrics: MetricsTarget,
  target: Target,
  { tls, socket }: { readonly tls: TlsMaterial | undefined; readonly socket: string | undefined },
  options: ReachOptions,
): MetricsTarget {
  const { serverName: _, ...ofAnyHost } = tls ?? {}
  const hostOf = (url: string) => new URL(url).host
  const isSameHost = metrics.urls.every((url) => hostOf(url) === hostOf(target.url))
  const inherited = tls && (isSameHost ? tls : ofAnyHost)
  const own = metrics.tls && scenarioTls(metrics.tls, ['target', 'metrics', 'tls'], options)
  const vias = metrics.urls.map((url, i): Via => {
    const written = metrics.sockets?.[i] ?? null
    const path =
      written === null
        ? hostOf(url) === hostOf(target.url)
          ? socket
          : undefined
        : socketPath(written, ['target', 'metrics', 'socket'], options)
    return path === undefined ? {} : { socket: path }
  })
  const used = own ?? inherited
  return { ...metrics, reached: { vias, ...(used && { tls: used }) } }
}

const MOST_SHOWN = 8

/** Every address as an instance, where that is asked for; a warning where a name has several and one is scraped. */
async function withAddresses(
  metrics: MetricsTarget,
  lookUp: LookUp,
): Promise<{ readonly metrics: MetricsTarget; readonly warnings: readonly string[] }> {
  const { urls, scrape, reached } = metrics
  const ofSocket = urls.find((_, i) => reached?.vias[i]?.socket !== undefined)
  if (metrics.everyAddress === true && ofSocket !== undefined)
    throw new UserError(
      `target.metrics.everyAddress: expected metrics at the addresses of a name, got those at ${originAndPath(ofSocket)}, which are read over the target's socket`,
    )
  const found = await Promise.all(
    urls.map((url, i) => (reached?.vias[i]?.socket === undefined ? addressesOf(url, metrics, lookUp) : [])),
  )
  if (metrics.everyAddress !== true)
    return { metrics, warnings: urls.flatMap((url, i) => oneOfSeveral(url, found[i] ?? [])) }
  const instances = urls.flatMap((url, i) => (found[i] ?? []).map((address) => ({ url, address, i })))
  const urlLabels = instances.map(({ i }) => scrape?.urlLabels[i] ?? {})
  return {
    metrics: {
      ...metrics,
      urls: instances.map(({ url }) => url),
      ...(scrape && { scrape: { ...scrape, urlLabels } }),
      reached: { ...reached, vias: instances.map(({ address }) => ({ address })) },
    },
    warnings: [],
  }
}

/** Where only a warning hangs on it, a name that cannot be looked up is told by the scrape. */
async function addressesOf(url: string, { everyAddress }: MetricsTarget, lookUp: LookUp): Promise<readonly string[]> {
  const parsed = new URL(url)
  if (everyAddress) return lookUpAddresses(parsed, 'target.metrics.url', lookUp)
  if (isLocalHost(parsed.hostname)) return []
  return lookUpAddresses(parsed, 'target.metrics.url', lookUp).catch(() => [])
}

/** Of IPv4 and IPv6 one each is one machine, most often. */
function oneOfSeveral(url: string, addresses: readonly string[]): string[] {
  const ofV4 = addresses.filter((address) => !address.includes(':'))
  const several = [ofV4, addresses.filter((address) => address.includes(':'))].find(({ length }) => length > 1)
  if (several === undefined) return []
  const { hostname } = new URL(url)
  const shown = several.slice(0, MOST_SHOWN).join(', ') + (several.length > MOST_SHOWN ? ' and more' : '')
  return [
    `the metrics of ${hostname} are scraped at one of its ${counted(several.length, 'address', 'addresses')} (${shown}): where each of them is an instance with counts of its own, write everyAddress: true under target.metrics`,
  ]
}

/** What fits into `sun_path` (unix(7)), with the zero at its end. */
const LONGEST_SOCKET_BYTES = 107

function socketPath(written: string, path: readonly string[], options: ReachOptions): string {
  const { scenario, environment } = options
  const file = resolve(dirname(scenario.file), substituteReferences(written, environment, path.join('.')))
  if (Buffer.byteLength(file) <= LONGEST_SOCKET_BYTES) return file
  throw new UserError(
    `${placeOf(path, options)}: expected a path of at most ${LONGEST_SOCKET_BYTES} bytes, which is all that the system takes, got one of ${Buffer.byteLength(file)}`,
  )
}
