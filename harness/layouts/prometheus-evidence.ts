// The evidence of a Prometheus: the buckets of one histogram over a span of time, read as raw samples in pieces that stay
// far below the limits of its answers.

import type { Environment } from '../../core/environment.ts'
import { UserError } from '../../core/user-error.ts'
import { QueryApi, type TimeRange } from '../../prometheus/api/query-api.ts'
import { QueryApiError } from '../../prometheus/api/query-api-error.ts'
import { type IncrementReader, readIncrements } from '../../prometheus/histogram/histogram-increments.ts'
import type { HistogramSelection } from '../../prometheus/observation/histogram-selection.ts'
import { CREDENTIAL_VARIABLES, remoteAccess } from '../../prometheus/remote/access.ts'
import { samplesByInstant } from '../../prometheus/series/samples-by-instant.ts'
import { chooseHistogram, refuseNoMatch } from './choose-histogram.ts'
import { type RecordChoice, spanEndMs } from './record-choice.ts'
import { type ScrapedEvidence, scrapedEvidence, selectionOf, unitOf } from './scraped-evidence.ts'

const DEFAULT_SPAN_MS = 3_600_000
/** Of one question; about 8 MB of JSON. */
const SAMPLES_PER_PIECE = 250_000
/** An interval that nobody scrapes more often than: pieces are made for it, and longer ones once they turn out small. */
const SHORTEST_INTERVAL_MS = 1_000
const LONGEST_PIECE_MS = 6 * 3_600_000

/** @throws UserError that names the address, what was expected and what was got */
export async function evidenceOfPrometheus(
  url: string,
  choice: RecordChoice,
  environment: Environment,
): Promise<ScrapedEvidence> {
  const access = remoteAccess(url, environment)
  const api = new QueryApi(access)
  try {
    return await readHistogram(api, access.baseUrl, choice)
  } catch (error) {
    if (!(error instanceof QueryApiError)) throw error
    const hint = error.failure === 'unauthorized' ? ` (they come from the environment: ${CREDENTIAL_VARIABLES})` : ''
    throw new UserError(`${access.baseUrl}: ${error.message}${hint}`, { cause: error })
  } finally {
    await api.close()
  }
}

async function readHistogram(api: QueryApi, place: string, choice: RecordChoice): Promise<ScrapedEvidence> {
  const nowMs = Math.round(Date.now() + ((await api.aheadSeconds()) ?? 0) * 1e3)
  const toMs = choice.to ? spanEndMs(choice.to, nowMs) : nowMs
  const fromMs = choice.from ? spanEndMs(choice.from, nowMs) : toMs - DEFAULT_SPAN_MS
  if (!(fromMs < toMs))
    throw new UserError(
      `--from: expected an instant before --to, got ${new Date(fromMs).toISOString()} to ${new Date(toMs).toISOString()}`,
    )
  const range = { fromMs, toMs }
  const names = await api.metricNames('{__name__=~".+_bucket"}')
  const available = names.map((name) => name.slice(0, -'_bucket'.length))
  const histogram = chooseHistogram(available, choice.histogram, place)
  const selection = selectionOf(histogram, choice)
  const buckets = await api.series(selection.bucketSelector, range)
  if (buckets.length === 0) await refuseNothing(api, place, selection, range)
  const metadata = await api.metadata().catch(() => undefined)
  const unit = unitOf(choice, histogram, metadata?.get(histogram)?.unit)
  const reader = readIncrements(histogram, selection.matchers)
  await readInPieces(api, selection, { range, seriesCount: buckets.length, reader })
  return scrapedEvidence(reader.found(), { selection, unit, place, afterMs: fromMs, zeroMs: fromMs })
}

async function refuseNothing(
  api: QueryApi,
  place: string,
  selection: HistogramSelection,
  range: TimeRange,
): Promise<never> {
  const all = await api.series(selectionOf(selection.name, {}).bucketSelector, range)
  if (all.length > 0) refuseNoMatch(all, selection, place)
  const span = `${new Date(range.fromMs).toISOString()} and ${new Date(range.toMs).toISOString()}`
  throw new UserError(
    `${place}: expected samples of ${selection.text} between ${span}, got none: --from and --to choose another span`,
  )
}

/** A piece that cannot be read fails the whole: a gap would look like a time without requests. */
async function readInPieces(
  api: QueryApi,
  { bucketSelector, countSelector, sumSelector }: HistogramSelection,
  {
    range,
    seriesCount,
    reader,
  }: { readonly range: TimeRange; readonly seriesCount: number; readonly reader: IncrementReader },
): Promise<void> {
  let pieceMs = Math.max(SHORTEST_INTERVAL_MS, Math.floor((SAMPLES_PER_PIECE / seriesCount) * SHORTEST_INTERVAL_MS))
  for (let fromMs = range.fromMs; fromMs <= range.toMs; ) {
    const piece = { fromMs, toMs: Math.min(range.toMs, fromMs + Math.min(pieceMs, LONGEST_PIECE_MS) - 1) }
    const parts = await Promise.all(
      [bucketSelector, countSelector, sumSelector].map((selector) => api.rawSamples(selector, piece)),
    )
    const series = parts.flat()
    for (const [atMs, samples] of samplesByInstant(series)) reader.add(atMs, samples)
    fromMs = piece.toMs + 1
    const read = series.reduce((sum, { samples }) => sum + samples.length, 0)
    if (read < SAMPLES_PER_PIECE / 4) pieceMs *= 2
  }
}
