// The targets of a scrape, and the labels that it adds. Source: prometheus scrape/scrape.go, mutateSampleLabels.

import type { Via } from '../../core/route/route.ts'
import { DEFAULT_SCRAPE_LIMITS, type ScrapeLimits } from '../../core/scenario/scrape-limits.ts'
import type { MetricsScrape } from '../../core/scenario/target.ts'
import { isHttpUrl, originAndPath, redactUrl } from '../../core/text/url.ts'
import { UserError } from '../../core/user-error.ts'
import type { Labels } from '../series/series.ts'
import { checkLabelLimits } from './label-limits.ts'

/** One metrics endpoint. */
export interface ScrapeTarget {
  readonly url: string
  readonly labels: Labels & { readonly instance: string; readonly job: string }
  /** True: labels that the page prints win over those of the target. */
  readonly honorLabels: boolean
  readonly limits: ScrapeLimits
  /** Absent where the URL alone says how it is reached. */
  readonly via?: Via
}

/** The page's labels with the target's. */
export function withTargetLabels(
  page: Labels,
  { labels, honorLabels }: Pick<ScrapeTarget, 'labels' | 'honorLabels'>,
): Labels {
  if (honorLabels) return withoutEmpty({ ...labels, ...page })
  return withDisplaced(page, labels)
}

/** The same. @throws ScrapeError where there are more labels, or longer ones, than allowed */
export function labelsWithinLimits(page: Labels, target: ScrapeTarget): Labels {
  const labels = withTargetLabels(page, target)
  checkLabelLimits(labels, target.limits)
  return labels
}

/** What the target's labels displace is kept under `exported_`, as often prefixed as it takes. */
function withDisplaced(page: Labels, target: Labels): Labels {
  const displaced = Object.keys(target).filter((name) => Object.hasOwn(page, name))
  // Spread, each of a hundred thousand objects would have a hidden class of its own, and be twice as large.
  if (displaced.length === 0) return Object.fromEntries([...Object.entries(page), ...Object.entries(target)])
  const labels = new Map(Object.entries(page))
  for (const [name, value] of Object.entries(target)) labels.set(name, value)
  for (const name of displaced) {
    let free = `exported_${name}`
    while (labels.has(free)) free = `exported_${free}`
    labels.set(free, page[name] as string)
  }
  return Object.fromEntries(labels)
}

/** An empty label on a page means that the target's is not wanted, as a Pushgateway prints `instance=""`. */
function withoutEmpty(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''))
}

type Configured = Pick<MetricsScrape, 'labels' | 'urlLabels' | 'honorLabels'> & Partial<Pick<MetricsScrape, 'limits'>>

/**
 * The targets for some endpoints: `instance` is host and port, with the path where two endpoints share those, and the
 * address instead of the host where each address of it is an endpoint.
 * @param job where none is configured
 * @param vias in the order of the URLs
 * @throws UserError where an endpoint is not an HTTP URL, or two of them have the same labels
 */
export function scrapeTargets(
  urls: readonly string[],
  job: string,
  added?: Configured,
  vias: readonly Via[] = [],
): readonly ScrapeTarget[] {
  const endpoints = urls.map((text, i) => endpointOf(parseEndpoint(text), vias[i] ?? {}))
  const targets = endpoints.map(({ url, via, host }, i) => {
    const others = endpoints.filter((_, j) => j !== i)
    if (others.some((other) => other.url.href === url.href && isSameWay(other.via, via)))
      throw new UserError(`metrics: expected each endpoint once, got ${originAndPath(url.href)} twice`)
    const sharesHost = others.some((other) => other.host === host)
    const instance = sharesHost ? `${host}${url.pathname}${url.search}` : host
    const labels = { instance, job, ...withoutEmpty({ ...added?.labels, ...added?.urlLabels[i] }) }
    const { honorLabels = false, limits = DEFAULT_SCRAPE_LIMITS } = added ?? {}
    const isPlain = via.socket === undefined && via.address === undefined
    return { url: url.href, labels, honorLabels, limits, ...(isPlain ? {} : { via }) }
  })
  const instances = targets.map(({ labels }) => labels.instance)
  const twice = instances.find((instance, i) => instances.indexOf(instance) !== i)
  if (twice !== undefined)
    throw new UserError(`metrics: expected endpoints with different labels instance, got ${twice} twice`)
  return targets
}

interface Endpoint {
  readonly url: URL
  readonly via: Via
  /** With the port: what `instance` begins with. */
  readonly host: string
}

function endpointOf(url: URL, via: Via): Endpoint {
  const { address } = via
  if (address === undefined) return { url, via, host: url.host }
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return { url, via, host: `${address.includes(':') ? `[${address}]` : address}:${port}` }
}

function isSameWay(a: Via, b: Via): boolean {
  return a.socket === b.socket && a.address === b.address
}

function parseEndpoint(text: string): URL {
  if (isHttpUrl(text)) return new URL(text)
  throw new UserError(`metrics: expected an http or https URL, got ${JSON.stringify(redactUrl(text))}`)
}
