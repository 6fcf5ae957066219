// The targets of a scrape, and the labels that it adds. Source: prometheus scrape/scrape.go, mutateSampleLabels.

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
 * The targets for some endpoints: `instance` is host and port, with the path where two endpoints share those.
 * @param job where none is configured
 * @throws UserError where an endpoint is not an HTTP URL, or two of them have the same labels
 */
export function scrapeTargets(urls: readonly string[], job: string, added?: Configured): readonly ScrapeTarget[] {
  const parsed = urls.map(parseEndpoint)
  const targets = parsed.map((url, i) => {
    const others = parsed.filter((_, j) => j !== i)
    if (others.some(({ href }) => href === url.href))
      throw new UserError(`metrics: expected each endpoint once, got ${originAndPath(url.href)} twice`)
    const sharesHost = others.some(({ host }) => host === url.host)
    const instance = sharesHost ? `${url.host}${url.pathname}${url.search}` : url.host
    const labels = { instance, job, ...withoutEmpty({ ...added?.labels, ...added?.urlLabels[i] }) }
    const { honorLabels = false, limits = DEFAULT_SCRAPE_LIMITS } = added ?? {}
    return { url: url.href, labels, honorLabels, limits }
  })
  const instances = targets.map(({ labels }) => labels.instance)
  const twice = instances.find((instance, i) => instances.indexOf(instance) !== i)
  if (twice !== undefined)
    throw new UserError(`metrics: expected endpoints with different labels instance, got ${twice} twice`)
  return targets
}

function parseEndpoint(text: string): URL {
  if (isHttpUrl(text)) return new URL(text)
  throw new UserError(`metrics: expected an http or https URL, got ${JSON.stringify(redactUrl(text))}`)
}
