// The targets of a scrape, and the labels that it adds. Source: prometheus scrape/scrape.go, mutateSampleLabels with honor_labels off.

import { isHttpUrl, originAndPath, redactUrl } from '../../core/text/url.ts'
import { UserError } from '../../core/user-error.ts'
import type { Labels } from '../series/series.ts'

/** One metrics endpoint. */
export interface ScrapeTarget {
  readonly url: string
  readonly labels: { readonly instance: string; readonly job: string }
}

/** The page's labels with the target's; what they displace is kept under `exported_`, as often prefixed as it takes. */
export function withTargetLabels(page: Labels, target: ScrapeTarget['labels']): Labels {
  const displaced = Object.keys(target).filter((name) => Object.hasOwn(page, name))
  if (displaced.length === 0) return { ...page, ...target }
  const labels = new Map(Object.entries(page))
  for (const [name, value] of Object.entries(target)) labels.set(name, value)
  for (const name of displaced) {
    let free = `exported_${name}`
    while (labels.has(free)) free = `exported_${free}`
    labels.set(free, page[name] as string)
  }
  return Object.fromEntries(labels)
}

/**
 * The targets for some endpoints: `instance` is host and port, with the path where two endpoints share those.
 * @throws UserError where an endpoint is not an HTTP URL, or is named twice
 */
export function scrapeTargets(urls: readonly string[], job: string): readonly ScrapeTarget[] {
  const parsed = urls.map(parseEndpoint)
  return parsed.map((url, i) => {
    const others = parsed.filter((_, j) => j !== i)
    if (others.some(({ href }) => href === url.href))
      throw new UserError(`metrics: expected each endpoint once, got ${originAndPath(url.href)} twice`)
    const sharesHost = others.some(({ host }) => host === url.host)
    const instance = sharesHost ? `${url.host}${url.pathname}${url.search}` : url.host
    return { url: url.href, labels: { instance, job } }
  })
}

function parseEndpoint(text: string): URL {
  if (isHttpUrl(text)) return new URL(text)
  throw new UserError(`metrics: expected an http or https URL, got ${JSON.stringify(redactUrl(text))}`)
}
