// One look at a remote Prometheus before a run: does it answer, does it know the histogram, how often does it scrape, and
// does its clock agree?

import { suggestion } from '../../core/text/nearest-word.ts'
import { UserError } from '../../core/user-error.ts'
import type { QueryApi } from '../api/query-api.ts'
import { QueryApiError } from '../api/query-api-error.ts'
import type { HistogramSelection } from '../observation/histogram-selection.ts'
import { mistypedName } from '../observation/mistyped-name.ts'
import { LOOKBACK_MS } from '../promql/evaluate/select-samples.ts'
import type { Series } from '../series/series.ts'
import { CREDENTIAL_VARIABLES } from './access.ts'

export interface RemoteProbe {
  /** `Prometheus 3.5.0`, or the name of a compatible server. */
  readonly name: string
  /** How far its clock is ahead of this machine's; 0 if the difference is too small to be measured. */
  readonly aheadMs: number
  /** Null where the histogram has not been scraped twice yet. */
  readonly scrapeIntervalSeconds: number | null
}

/** The Date header is in whole seconds, and a round trip takes time. */
const SMALLEST_MEASURABLE_SECONDS = 2

/** @throws UserError that names the address, what was expected and what was got */
export async function probeRemote(api: QueryApi, baseUrl: string, selection: HistogramSelection): Promise<RemoteProbe> {
  try {
    const name = await serverName(api)
    const ahead = (await api.aheadSeconds()) ?? 0
    const aheadMs = Math.abs(ahead) < SMALLEST_MEASURABLE_SECONDS ? 0 : ahead * 1e3
    const scrapeIntervalSeconds = await scrapeInterval(api, selection, Math.round(Date.now() + aheadMs))
    if (scrapeIntervalSeconds === null) await checkName(api, baseUrl, selection)
    return { name, aheadMs, scrapeIntervalSeconds }
  } catch (error) {
    if (!(error instanceof QueryApiError)) throw error
    const hint = HINTS[error.failure]
    throw new UserError(`${baseUrl}: ${error.message}${hint === undefined ? '' : ` (${hint})`}`, { cause: error })
  }
}

const HINTS: Partial<Record<QueryApiError['failure'], string>> = {
  unauthorized: `they come from the environment: ${CREDENTIAL_VARIABLES}`,
  notPrometheus: 'the base URL is the part before /api/v1, such as https://host/prometheus',
}

/** Some APIs answer queries but do not report their build. */
async function serverName(api: QueryApi): Promise<string> {
  try {
    const { application, version } = await api.buildInfo()
    return `${application} ${version}`
  } catch (error) {
    const mayAnswerQueries = error instanceof QueryApiError && ['notPrometheus', 'refused'].includes(error.failure)
    if (!mayAnswerQueries) throw error
    await api.query('1')
    return 'a Prometheus API'
  }
}

async function scrapeInterval(api: QueryApi, selection: HistogramSelection, nowMs: number): Promise<number | null> {
  return medianIntervalSeconds(
    await api.rawSamples(selection.countSelector, { fromMs: nowMs - LOOKBACK_MS, toMs: nowMs }),
  )
}

/** The median distance between samples of one series; null where none has two. */
export function medianIntervalSeconds(series: readonly Series[]): number | null {
  const gaps = series.flatMap(({ samples }) =>
    samples.slice(1).map(({ timestampMs }, i) => timestampMs - (samples[i]?.timestampMs ?? timestampMs)),
  )
  const median = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)]
  return median === undefined ? null : median / 1e3
}

/** A labelled histogram does not exist before its first observation, but a similar name means a mistake. */
async function checkName(api: QueryApi, baseUrl: string, { name }: HistogramSelection): Promise<void> {
  const series = await api.metricNames('{__name__=~".+_bucket"}')
  const histograms = series.map((bucket) => bucket.replace(/_bucket$/, ''))
  if (histograms.includes(name)) return
  const base = name.replace(/_(?:bucket|count|sum)$/, '')
  const nearest = base !== name && histograms.includes(base) ? base : mistypedName(name, histograms)
  if (nearest === undefined) return
  throw new UserError(`${baseUrl}: expected a histogram named ${name}, got none${suggestion(nearest)}`)
}
