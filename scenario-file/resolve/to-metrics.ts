// `target.metrics` of a scenario file that passed every check → MetricsTarget.

import { DEFAULT_SCRAPE_LIMITS, type ScrapeLimits } from '../../core/scenario/scrape-limits.ts'
import type { MetricsCredentials, MetricsScrape, MetricsTarget } from '../../core/scenario/target.ts'
import { parseByteSize } from '../../core/text/byte-size.ts'
import type { ScenarioFile } from '../schema/scenario-schema.ts'
import { toTls } from './to-tls.ts'

type MetricsEntry = NonNullable<NonNullable<ScenarioFile['target']>['metrics']>
type Instance = Exclude<NonNullable<MetricsEntry['url']>, readonly unknown[]>

export function toMetrics(entry: MetricsEntry): MetricsTarget {
  const { url, urls = url ?? [], histogram, unit, match, requests } = entry
  const instances = Array.isArray(urls) ? urls : [urls]
  const scrape = toScrape(entry, instances)
  return {
    urls: instances.map((instance) => (typeof instance === 'string' ? instance : instance.url)),
    histogram,
    ...(unit !== undefined && { unit }),
    match: match?.trim() ?? '',
    requests: requests ?? [],
    ...(scrape === null ? {} : { scrape }),
    ...(entry.tls && { tls: toTls(entry.tls) }),
    ...toSockets(instances, entry.socket ?? null),
    ...(entry.everyAddress && { everyAddress: true as const }),
  }
}

function toSockets(instances: readonly Instance[], socket: string | null): Pick<MetricsTarget, 'sockets'> {
  const sockets = instances.map((instance) => (typeof instance === 'string' ? socket : (instance.socket ?? socket)))
  return sockets.every((path) => path === null) ? {} : { sockets }
}

/** Null where the file says nothing of it. */
function toScrape(entry: MetricsEntry, instances: readonly Instance[]): MetricsScrape | null {
  const { job, labels, honorLabels, headers, bearer, basic, insecure } = entry
  const urlLabels = instances.map((instance) => (typeof instance === 'string' ? {} : (instance.labels ?? {})))
  const limits = limitsOf(entry)
  const others = [job, labels, honorLabels, headers, bearer, basic, insecure]
  const said = [...others, ...Object.values(limits)].some((value) => value !== undefined)
  if (!said && urlLabels.every((own) => Object.keys(own).length === 0)) return null
  return {
    labels: { ...labels, ...(job === undefined ? {} : { job }) },
    urlLabels,
    honorLabels: honorLabels ?? false,
    headers: headers ?? {},
    credentials: toCredentials(bearer, basic),
    verifyTls: insecure === undefined ? null : !insecure,
    limits: { ...DEFAULT_SCRAPE_LIMITS, ...limits },
  }
}

function limitsOf(entry: MetricsEntry): Partial<ScrapeLimits> {
  const { bodySizeLimit, sampleLimit, labelLimit, labelNameLengthLimit, labelValueLengthLimit } = entry
  return {
    ...(bodySizeLimit !== undefined && { bodyBytes: parseByteSize(String(bodySizeLimit)) ?? 0 }),
    ...(sampleLimit !== undefined && { samples: sampleLimit }),
    ...(labelLimit !== undefined && { labels: labelLimit }),
    ...(labelNameLengthLimit !== undefined && { labelNameLength: labelNameLengthLimit }),
    ...(labelValueLengthLimit !== undefined && { labelValueLength: labelValueLengthLimit }),
  }
}

function toCredentials(bearer: MetricsEntry['bearer'], basic: MetricsEntry['basic']): MetricsCredentials | null {
  if (bearer !== undefined) return { kind: 'bearer', token: bearer }
  return basic === undefined ? null : { kind: 'basic', user: basic.user, password: basic.password }
}
