// Reads the evidence for bucket layouts from a run's folder, or from a HdrHistogram log of any writer.

import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import {
  type LatencyRecord,
  latencyRecord,
  type RecordGrid,
  recordOfSnapshots,
} from '../../analysis/layouts/record/latency-record.ts'
import {
  type LatencyInterval,
  latenciesInUnit,
  latencyLogDigits,
  latencyLogUnitSeconds,
} from '../../core/latency/latency-log.ts'
import { seriesOfIntervals } from '../../core/latency/latency-series.ts'
import type { Report } from '../../core/report/report.ts'
import { isHttpUrl, redactUrl } from '../../core/text/url.ts'
import { UserError } from '../../core/user-error.ts'
import { parseRuleFile } from '../../prometheus/alerting/parse-rule-file.ts'
import { snapshotInSeconds } from '../../prometheus/histogram/record-in-seconds.ts'
import { recordedHistograms } from '../../prometheus/histogram/recorded-histograms.ts'
import { logTag } from '../../reports/run-folder/latency-logs.ts'
import {
  folderAt,
  parseLatencyLog,
  parseReport,
  readText,
  readTextIfPresent,
} from '../../reports/run-folder/run-files.ts'
import { joinedScrapes, type LayoutEvidence, observedHistogram, secondsPerUnit } from './layout-evidence.ts'
import { measuredFromMs } from './live-counts.ts'

/** What one unit of a log's values is worth. */
export const LOG_UNITS_SECONDS = { ns: 1e-9, us: 1e-6, ms: 1e-3 } as const
export type LogUnit = keyof typeof LOG_UNITS_SECONDS

export type RecordPlace = { readonly kind: 'folder' | 'log'; readonly path: string }

/** Undefined if the path is neither a folder nor a log; it may be the name of a scenario. */
export async function recordAt(path: string): Promise<RecordPlace | undefined> {
  if (isHttpUrl(path))
    throw new UserError(`${redactUrl(path)}: expected a scenario, a run's folder or a HdrHistogram log, got a URL`)
  const folder = await folderAt(path)
  if (folder !== undefined) return { kind: 'folder', path: folder }
  if (/\.(hlog|hgrm\.log|hlog\.txt)$/.test(path)) return { kind: 'log', path }
  const isScenario = /\.ya?ml$/.test(path)
  const found = await stat(path).catch(() => undefined)
  return found?.isFile() && !isScenario ? { kind: 'log', path } : undefined
}

/** @throws UserError if there is nothing to compare layouts on */
/** @param unit of a log's values; undefined where the log is to tell */
export function readEvidence({ kind, path }: RecordPlace, unit: LogUnit | undefined): Promise<LayoutEvidence> {
  return kind === 'folder' ? readFolder(path) : readLog(path, unit)
}

async function readLog(path: string, given: LogUnit | undefined): Promise<LayoutEvidence> {
  const text = await readText(path, 'a HdrHistogram log')
  const recorded = parseLatencyLog(text, path, 1)
  const printed = given === undefined ? unitOfLog(text, recorded) : undefined
  const unit = given ?? printed ?? 'us'
  const how =
    given !== undefined ? '' : printed ? ', as its column Interval_Max tells' : ', an assumption: --unit names another'
  return {
    record: recordOfIntervals(path, latenciesInUnit(recorded, LOG_UNITS_SECONDS[unit]), {
      unitSeconds: LOG_UNITS_SECONDS[unit],
      significantDigits: latencyLogDigits(text) ?? 3,
    }),
    source: 'log',
    observed: `the HdrHistogram log ${basename(path)}, its values read in ${unit}${how}`,
    report: null,
    openMetrics: null,
    ruleFile: null,
  }
}

function unitOfLog(text: string, recorded: readonly LatencyInterval[]): LogUnit | undefined {
  const seconds = latencyLogUnitSeconds(text, recorded)
  const units: readonly LogUnit[] = ['ns', 'us', 'ms']
  return units.find((unit) => seconds !== undefined && Math.abs(LOG_UNITS_SECONDS[unit] / seconds - 1) < 1e-6)
}

async function readFolder(folder: string): Promise<LayoutEvidence> {
  const pathOf = (name: string) => join(folder, name)
  const textOf = (name: string) => readTextIfPresent(pathOf(name), 'a readable file')
  const [reportText, scrapes, counted, rules, server, client] = await Promise.all([
    textOf('report.json'),
    textOf('scrapes.om'),
    textOf('counted.om'),
    textOf('alert.rules.yml'),
    textOf('server-time.hlog'),
    textOf('response-time.hlog'),
  ])
  const openMetrics = scrapes === null ? null : joinedScrapes(scrapes, counted)
  const report = reportText === null ? null : parseReport(reportText, pathOf('report.json'))
  const around = {
    report,
    openMetrics,
    ruleFile: rules === null ? null : parseRuleFile(rules, pathOf('alert.rules.yml')),
  }
  if (server !== null)
    return {
      record: recordOfLog(pathOf('server-time.hlog'), server),
      source: 'server',
      observed: "the server's own record of what its histograms observed (server-time.hlog)",
      ...around,
    }
  if (client !== null)
    return {
      record: recordOfLog(pathOf('response-time.hlog'), client, unmeasuredTags(report)),
      source: 'client',
      observed: 'response times of the client (response-time.hlog), which include network and queues',
      ...around,
    }
  if (openMetrics === null)
    throw new UserError(
      `${folder}: expected the folder of a run, with server-time.hlog, response-time.hlog or scrapes.om, got none of them`,
    )
  return { record: recordOfScrapes(folder, openMetrics, report), source: 'scrapes', observed: SCRAPED, ...around }
}

const SCRAPED = 'the scraped buckets (scrapes.om): estimates with other bounds are uncertain by a whole bucket'

/** Of a log that this harness wrote, in microseconds. */
function recordOfLog(path: string, text: string, leftOut: ReadonlySet<string> = new Set()) {
  const intervals = parseLatencyLog(text, path).filter(({ tag }) => tag === undefined || !leftOut.has(tag))
  return recordOfIntervals(path, intervals, { unitSeconds: 1e-6, significantDigits: latencyLogDigits(text) ?? 3 })
}

function recordOfIntervals(path: string, intervals: readonly LatencyInterval[], grid: RecordGrid): LatencyRecord {
  const series = seriesOfIntervals(intervals)
  if (series.every(({ latencies }) => latencies.counts.length === 0))
    throw new UserError(`${path}: expected a HdrHistogram log with latencies in it, got none`)
  return latencyRecord(series, grid)
}

function recordOfScrapes(folder: string, openMetrics: string, report: Report | null) {
  refuseOtherRequests(folder, report)
  const histogram = observedHistogram({ report })
  const unitSeconds = secondsPerUnit({ report })
  const scraped = recordedHistograms(openMetrics, [histogram]).get(histogram) ?? []
  const fromMs = report ? measuredFromMs(report) : (scraped[0]?.timestampMs ?? 0)
  const baseline = scraped.findLastIndex(({ timestampMs }) => timestampMs <= fromMs)
  const startMs = report ? Date.parse(report.run.startedAt) : (scraped[0]?.timestampMs ?? 0)
  const snapshots = scraped.slice(Math.max(0, baseline)).map(({ timestampMs, snapshot }) => ({
    atSeconds: (timestampMs - startMs) / 1e3,
    snapshot: snapshotInSeconds(snapshot, unitSeconds),
  }))
  try {
    return recordOfSnapshots(snapshots)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new UserError(`${join(folder, 'scrapes.om')}: expected at least two scrapes of ${histogram}, got fewer`, {
      cause: error,
    })
  }
}

/** Bounds are chosen on the buckets alone here, so they have to hold the client's requests, in a known unit. */
function refuseOtherRequests(folder: string, report: Report | null): void {
  const expected = `${join(folder, 'scrapes.om')}: expected buckets that hold the client's requests, got others`
  const { populations, uncounted, server } = report ?? {}
  if (uncounted) throw new UserError(`${expected}. ${uncounted.reason}`)
  if (populations?.mismatch) throw new UserError(`${expected}. ${populations.note ?? ''}`.trimEnd())
  if (server?.unit?.suspected !== undefined)
    throw new UserError(
      `${join(folder, 'scrapes.om')}: expected buckets in ${server.unit.name}, got ${server.unit.suspected}, it seems: write unit: ${server.unit.suspected} under target.metrics and run again`,
    )
}

function unmeasuredTags(report: Report | null): ReadonlySet<string> {
  return new Set(report?.load.phases.filter(({ measured }) => !measured).map(({ name }) => logTag(name)))
}
