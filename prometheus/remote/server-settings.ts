// What a Prometheus says of itself: how long it keeps samples, and how often it scrapes and evaluates. Each of its jobs
// may have an interval of its own. Compatible servers say some of it, or none.
// Source: prometheus docs, querying/api.md, Status; configuration, scrape_config.

import { parse, YAMLParseError } from 'yaml'
import { listIn, type Mapping, mappingIn } from '../../core/file/mapping.ts'
import type { QueryApi } from '../api/query-api.ts'
import { QueryApiError } from '../api/query-api-error.ts'
import { parsePrometheusDuration } from '../promql/prometheus-duration.ts'

/** What is not known is absent. */
export interface ServerSettings {
  readonly retentionSeconds?: number
  /** Where jobs have several, the shortest. */
  readonly scrapeIntervalSeconds?: number
  /** Whether some samples may come at other intervals. */
  readonly scrapeIntervalAssumed?: boolean
  readonly evaluationIntervalSeconds?: number
}

/** @throws QueryApiError where the server does not answer at all */
export async function serverSettings(
  api: Pick<QueryApi, 'storageRetention' | 'configuration'>,
): Promise<ServerSettings> {
  const retention = await orUndefined(api.storageRetention())
  const configuration = parsed((await orUndefined(api.configuration())) ?? '')
  const global = mappingIn(configuration.global)
  const retentionSeconds = secondsOf(retentionTime(retention ?? ''))
  const evaluationIntervalSeconds = secondsOf(global.evaluation_interval)
  return {
    ...(retentionSeconds !== undefined && { retentionSeconds }),
    ...scrapeInterval(configuration, secondsOf(global.scrape_interval)),
    ...(evaluationIntervalSeconds !== undefined && { evaluationIntervalSeconds }),
  }
}

/**
 * The global interval is that of jobs without one of their own. What no job of the configuration scrapes comes as its
 * sender pleases: jobs in further files, and samples that are written to the server.
 */
function scrapeInterval(
  { scrape_configs: jobs, scrape_config_files: files }: Mapping,
  globalSeconds: number | undefined,
): Pick<ServerSettings, 'scrapeIntervalSeconds' | 'scrapeIntervalAssumed'> {
  const ofJobs = listIn(jobs).map((job) => secondsOf(mappingIn(job).scrape_interval) ?? globalSeconds)
  const known = ofJobs.filter((seconds) => seconds !== undefined)
  const shortest = known.length === 0 ? globalSeconds : Math.min(...known)
  if (shortest === undefined) return {}
  const isSure = ofJobs.length > 0 && listIn(files).length === 0 && ofJobs.every((seconds) => seconds === shortest)
  return { scrapeIntervalSeconds: shortest, ...(!isSure && { scrapeIntervalAssumed: true }) }
}

/** `15d`, or `15d or 10GiB`: whichever is reached first. A size alone tells no time. */
function retentionTime(text: string): string | undefined {
  return text.split(' or ').find((part) => parsePrometheusDuration(part.trim()) !== undefined)
}

function secondsOf(text: unknown): number | undefined {
  const milliseconds = typeof text === 'string' ? parsePrometheusDuration(text.trim()) : undefined
  return milliseconds === undefined || milliseconds === 0 ? undefined : milliseconds / 1e3
}

function parsed(configuration: string): Mapping {
  try {
    return mappingIn(parse(configuration))
  } catch (error) {
    if (error instanceof YAMLParseError) return {}
    throw error
  }
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
