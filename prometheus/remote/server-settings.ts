// What a Prometheus says of itself: how long it keeps samples, and how often it scrapes and evaluates where nothing else is
// configured. Compatible servers say some of it, or none. Source: prometheus docs, querying/api.md, Status.

import { parse, YAMLParseError } from 'yaml'
import type { QueryApi } from '../api/query-api.ts'
import { QueryApiError } from '../api/query-api-error.ts'
import { parsePrometheusDuration } from '../promql/prometheus-duration.ts'

/** What is not known is absent. */
export interface ServerSettings {
  readonly retentionSeconds?: number
  readonly scrapeIntervalSeconds?: number
  readonly evaluationIntervalSeconds?: number
}

/** @throws QueryApiError where the server does not answer at all */
export async function serverSettings(
  api: Pick<QueryApi, 'storageRetention' | 'configuration'>,
): Promise<ServerSettings> {
  const retention = await orUndefined(api.storageRetention())
  const global = globalOf((await orUndefined(api.configuration())) ?? '')
  const retentionSeconds = secondsOf(retentionTime(retention ?? ''))
  const scrapeIntervalSeconds = secondsOf(global.scrape_interval)
  const evaluationIntervalSeconds = secondsOf(global.evaluation_interval)
  return {
    ...(retentionSeconds !== undefined && { retentionSeconds }),
    ...(scrapeIntervalSeconds !== undefined && { scrapeIntervalSeconds }),
    ...(evaluationIntervalSeconds !== undefined && { evaluationIntervalSeconds }),
  }
}

/** `15d`, or `15d or 10GiB`: whichever is reached first. A size alone tells no time. */
function retentionTime(text: string): string | undefined {
  return text.split(' or ').find((part) => parsePrometheusDuration(part.trim()) !== undefined)
}

function secondsOf(text: unknown): number | undefined {
  const milliseconds = typeof text === 'string' ? parsePrometheusDuration(text.trim()) : undefined
  return milliseconds === undefined || milliseconds === 0 ? undefined : milliseconds / 1e3
}

function globalOf(configuration: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = parse(configuration)
    const global = isObject(value) ? value.global : undefined
    return isObject(global) ? global : {}
  } catch (error) {
    if (error instanceof YAMLParseError) return {}
    throw error
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/** Not every compatible server has these answers. */
async function orUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    const isMissing =
      error instanceof QueryApiError && ['notPrometheus', 'refused', 'unauthorized'].includes(error.failure)
    if (isMissing) return undefined
    throw error
  }
}
