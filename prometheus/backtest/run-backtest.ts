// A back-test from recorded data to three histories of every alert. Pieces of the record are read and evaluated one after
// the other, and what no rule reads any more is dropped.

import { setImmediate } from 'node:timers/promises'
import type { Backtest, TimeSpan } from '../../core/backtest/backtest.ts'
import { counted } from '../../core/text/plural.ts'
import { UserError } from '../../core/user-error.ts'
import { ApiClient } from '../api/client.ts'
import { DEFAULT_DIALECT } from '../promql/dialect.ts'
import { CREDENTIAL_VARIABLES } from '../remote/access.ts'
import type { BacktestControl, BacktestRequest } from './backtest-request.ts'
import { GroupOffsets } from './group-offsets.ts'
import { ProgressLog } from './progress-log.ts'
import { BACKOFF_MS, type FetchOptions } from './read/fetch-range.ts'
import { Patience } from './read/patience.ts'
import { explained, PrometheusRecord } from './read/prometheus-record.ts'
import { prometheusVersion, unusualLookback } from './read/prometheus-version.ts'
import { readOpenMetrics } from './read/read-open-metrics.ts'
import { type ReadPlan, readPlan } from './read/read-plan.ts'
import { SeriesEnds } from './read/series-ends.ts'
import { joinedGaps } from './record/joined-gaps.ts'
import { RecordedData } from './record/recorded-data.ts'
import { Replay } from './replay/replay.ts'
import { RuleSet } from './replay/rule-set.ts'

/** A file is evaluated so much at a time. */
const PIECE_MS = 6 * 3_600_000
/** In a file. A single sample with a wrong time would have its rules evaluated over decades in which there is nothing. */
const LONGEST_YEARS = 10
const YEAR_MS = 365.25 * 86_400_000

/** Most of the time goes into reading. */
const READING_SHARE = 0.8

const NO_MARKERS =
  'the file does not tell when a series ended (it has no staleness markers): an instant selector finds it for five minutes after its last sample'

/**
 * Stopped by the signal, it tells of the time that it had evaluated by then.
 * @throws UserError where nothing can be read, an AbortError where it was stopped before it had evaluated anything
 */
export async function runBacktest(request: BacktestRequest, control: BacktestControl = {}): Promise<Backtest> {
  const rules = request.variants.map(({ ruleFile }) => new RuleSet(ruleFile, request.evaluationSeconds))
  const plan = readPlan(rules)
  return request.source.kind === 'prometheus'
    ? ofPrometheus(request, control, { rules, plan, source: request.source })
    : ofFile(request, control, { rules, plan, source: request.source })
}

interface Prepared<Source> {
  readonly rules: readonly RuleSet[]
  readonly plan: ReadPlan
  readonly source: Source
}

async function ofPrometheus(
  request: BacktestRequest,
  control: BacktestControl,
  { rules, plan, source: { access } }: Prepared<Extract<BacktestRequest['source'], { kind: 'prometheus' }>>,
): Promise<Backtest> {
  const { fromMs, toMs } = request
  if (fromMs === null || toMs === null) throw new UserError('--from: expected an instant to begin at, got none')
  const span = { fromMs, toMs }
  const place = access.baseUrl
  const client = new ApiClient({ ...access, signal: control.signal })
  try {
    const { version, dialect: served } = await prometheusVersion(client)
    const data = new RecordedData(request.dialect ?? served)
    const offsets = await GroupOffsets.ofServer(client, rules, request.offset)
    const notes = new Set<string>()
    const lookback = await unusualLookback(client)
    if (lookback !== null)
      notes.add(`the server finds samples of ${lookback} ago (--query.lookback-delta), the back-test those of 5m`)
    const replay = new Replay(request, { rules, plan, data, span, offsets })
    const progress = new ProgressLog(control, data, { fromMs: replay.evaluateFromMs, toMs })
    const asking: FetchOptions = {
      signal: control.signal,
      onRetry: (reason) => progress.retrying(reason),
      backoffMs: control.backoffMs ?? BACKOFF_MS,
      patience: new Patience(),
    }
    const record = new PrometheusRecord({
      client,
      place,
      store: data.store,
      selectors: plan.selectors.map((planned) => ({
        ...planned,
        fromMs: replay.evaluateFromMs - planned.backMs,
        toMs: toMs + planned.aheadMs,
      })),
      ends: new SeriesEnds({
        client,
        store: data.store,
        selectors: plan.selectors,
        dotAll: data.dialect.regexDotAll,
        gridsOf: ({ looks }) => offsets.gridsOf(looks),
        asking,
      }),
      asking,
    })
    let evaluatedToMs = fromMs
    const evaluatePieces = async () => {
      for await (const piece of record.pieces()) {
        data.gaps.push(...piece.gaps)
        evaluatedToMs = Math.min(toMs, piece.toMs - plan.longestAheadMs)
        replay.evaluateUpTo(piece.toMs - plan.longestAheadMs)
        data.store.dropBefore(piece.toMs - plan.longestAheadMs - plan.longestBackMs)
        progress.at(piece.toMs)
        control.signal?.throwIfAborted()
      }
    }
    if (plan.selectors.length === 0) replay.evaluateUpTo(toMs)
    else
      await evaluatePieces().catch((error: unknown) => {
        // What was evaluated until then is an answer of its own, over a shorter time.
        if (!control.signal?.aborted || evaluatedToMs <= fromMs) throw error
      })
    const isStopped = control.signal?.aborted === true && plan.selectors.length > 0
    for (const metric of record.nativeMetrics)
      notes.add(`${metric}: its samples that are native histograms are left out`)
    for (const info of record.infos) notes.add(`the server remarks: ${info}`)
    const source = { kind: 'prometheus' as const, place, prometheusVersion: version, dialect: data.dialect.version }
    const told = isStopped ? { fromMs, toMs: evaluatedToMs } : span
    return outcome({ source, span: told, data, notes: [...notes], replay })
  } catch (error) {
    throw explained(error, place, CREDENTIAL_VARIABLES)
  } finally {
    await client.close()
  }
}

async function ofFile(
  request: BacktestRequest,
  control: BacktestControl,
  { rules, plan, source }: Prepared<Extract<BacktestRequest['source'], { path: string }>>,
): Promise<Backtest> {
  const data = new RecordedData(request.dialect ?? DEFAULT_DIALECT)
  const leadMs = plan.evaluationLeadMs + plan.longestBackMs
  const read = {
    fromMs: request.fromMs === null ? Number.NEGATIVE_INFINITY : request.fromMs - leadMs,
    toMs: request.toMs === null ? Number.POSITIVE_INFINITY : request.toMs + plan.longestAheadMs,
  }
  const progress = new ProgressLog(control, data, { fromMs: 0, toMs: 1 })
  const { withoutTime, markers, unsure } = await readOpenMetrics({
    path: source.path,
    selectors: plan.selectors,
    store: data.store,
    span: read,
    // What a run scraped is written without them.
    hasMarkers: source.kind !== 'run',
    signal: control.signal,
    onShare: (share) => progress.at(READING_SHARE * share),
  })
  const found = data.store.span
  const [fromMs, toMs] = [request.fromMs ?? found?.fromMs, request.toMs ?? found?.toMs]
  if (fromMs === undefined || toMs === undefined)
    throw new UserError(
      `${source.path}: expected samples with timestamps of what the rules read (${plan.selectors.map(({ text }) => text).join(', ')}), got none`,
    )
  const span = { fromMs, toMs }
  if (toMs - fromMs > LONGEST_YEARS * YEAR_MS)
    throw new UserError(
      `${source.path}: expected samples of at most ${LONGEST_YEARS} years, got some from ${new Date(fromMs).toISOString()} to ${new Date(toMs).toISOString()}: --from and --to choose a shorter time`,
    )
  const offsets = GroupOffsets.ofFile(rules, request.offset)
  const replay = new Replay(request, { rules, plan, data, span, offsets })
  for (let atMs = replay.evaluateFromMs; atMs < toMs; ) {
    control.signal?.throwIfAborted()
    atMs = Math.min(toMs, atMs + PIECE_MS)
    replay.evaluateUpTo(atMs)
    data.store.dropBefore(atMs - plan.longestBackMs)
    progress.at(READING_SHARE + (1 - READING_SHARE) * ((atMs - replay.evaluateFromMs) / (toMs - replay.evaluateFromMs)))
    await setImmediate()
  }
  progress.at(1)
  const notes: string[] = []
  if (markers === 0 && plan.selectors.some(({ looks }) => looks.length > 0)) notes.push(NO_MARKERS)
  if (unsure > 0) notes.push(unsureNote(unsure))
  if (withoutTime > 0) notes.push(`${withoutTime} samples without a timestamp are left out`)
  const described = { kind: source.kind, place: source.path, prometheusVersion: null, dialect: data.dialect.version }
  return outcome({ source: described, span, data, notes, replay })
}

function unsureNote(count: number): string {
  return `${counted(count, 'NaN')} of series that may have that value: one that stands alone is read as the end of its series, as a dump of a TSDB writes it, and several in a row as values`
}

interface Found {
  readonly source: Backtest['source']
  readonly span: TimeSpan
  readonly data: RecordedData
  readonly notes: readonly string[]
  readonly replay: Replay
}

function outcome({ source, span, data, notes, replay }: Found): Backtest {
  return {
    ...span,
    source,
    recorded: data.store.span,
    gaps: joinedGaps(data.gaps),
    notes,
    seriesCount: data.store.seriesCount,
    sampleCount: data.store.sampleCount,
    variants: replay.variants.map((variant) => variant.outcome()),
  }
}
