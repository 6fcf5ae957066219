// The evidence for bucket layouts from the disk: a run's folder, or a HdrHistogram log, whoever wrote it.

import { readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { latencyRecord, recordOfSnapshots } from '../../analysis/layouts/record/latency-record.ts'
import { latencyLogDigits, readLatencyLog } from '../../core/latency/latency-histogram.ts'
import { type LatencySeries, seriesOfIntervals } from '../../core/latency/latency-series.ts'
import type { Report } from '../../core/report/report.ts'
import { UserError } from '../../core/user-error.ts'
import { parseRuleFile } from '../../prometheus/alerting/parse-rule-file.ts'
import { recordedHistograms } from '../../prometheus/histogram/recorded-histograms.ts'
import { logTag } from '../../reports/run-folder/latency-logs.ts'
import { parseReport } from '../../reports/run-folder/read-run.ts'
import { type LayoutEvidence, observedHistogram } from './layout-evidence.ts'
import { measuredFromMs } from './live-counts.ts'

/** What one unit of a log's values is worth. */
export const LOG_UNITS_SECONDS = { ns: 1e-9, us: 1e-6, ms: 1e-3 } as const
export type LogUnit = keyof typeof LOG_UNITS_SECONDS

export type RecordPlace = { readonly kind: 'folder' | 'log'; readonly path: string }

/** Undefined where the path is neither a folder nor a log: the name of a scenario, perhaps. */
export async function recordAt(path: string): Promise<RecordPlace | undefined> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isDirectory()) return { kind: 'folder', path }
  if (/\.(hlog|hgrm\.log|hlog\.txt)$/.test(path)) return { kind: 'log', path }
  const isScenario = /\.ya?ml$/.test(path)
  return found?.isFile() && !isScenario ? { kind: 'log', path } : undefined
}

/** @throws UserError where there is nothing to compare layouts on */
export function readEvidence({ kind, path }: RecordPlace, unit: LogUnit): Promise<LayoutEvidence> {
  return kind === 'folder' ? readFolder(path) : readLog(path, unit)
}

async function readLog(path: string, unit: LogUnit): Promise<LayoutEvidence> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`${path}: expected a HdrHistogram log, got ${error.code}`, { cause: error })
  })
  return {
    record: recordOfLog(path, text, LOG_UNITS_SECONDS[unit]),
    source: 'log',
    observed: `the HdrHistogram log ${basename(path)}, its values read in ${unit}`,
    report: null,
    openMetrics: null,
    ruleFile: null,
  }
}

async function readFolder(folder: string): Promise<LayoutEvidence> {
  const [report, openMetrics, rules] = await Promise.all([
    readReport(join(folder, 'report.json')),
    optional(join(folder, 'scrapes.om')),
    optional(join(folder, 'alert.rules.yml')),
  ])
  const around = {
    report,
    openMetrics,
    ruleFile: rules === null ? null : parseRuleFile(rules, join(folder, 'alert.rules.yml')),
  }
  const server = await optional(join(folder, 'server-time.hlog'))
  if (server !== null)
    return {
      record: recordOfLog(join(folder, 'server-time.hlog'), server),
      source: 'server',
      observed: "the server's own record of what its histograms observed (server-time.hlog)",
      ...around,
    }
  const client = await optional(join(folder, 'response-time.hlog'))
  if (client !== null)
    return {
      record: recordOfLog(join(folder, 'response-time.hlog'), client, undefined, unmeasuredTags(report)),
      source: 'client',
      observed:
        'response times of the client (response-time.hlog): what its requests waited in queues and on the network is in them',
      ...around,
    }
  if (openMetrics === null)
    throw new UserError(
      `${folder}: expected the folder of a run, with server-time.hlog, response-time.hlog or scrapes.om, got none of them`,
    )
  return { record: recordOfScrapes(folder, openMetrics, report), source: 'scrapes', observed: SCRAPED, ...around }
}

const SCRAPED = 'the scraped buckets (scrapes.om): other bounds than theirs are unsure by a whole bucket'

function recordOfLog(path: string, text: string, unitSeconds = 1e-6, leftOut: ReadonlySet<string> = new Set()) {
  const { series, significantDigits } = logged(path, text, unitSeconds, leftOut)
  if (series.every(({ latencies }) => latencies.counts.length === 0))
    throw new UserError(`${path}: expected a HdrHistogram log with latencies in it, got none`)
  return latencyRecord(series, { unitSeconds, significantDigits })
}

function logged(
  path: string,
  text: string,
  unitSeconds: number,
  leftOut: ReadonlySet<string>,
): { series: LatencySeries; significantDigits: number } {
  try {
    const intervals = readLatencyLog(text, unitSeconds).filter(({ tag }) => tag === undefined || !leftOut.has(tag))
    return { series: seriesOfIntervals(intervals), significantDigits: latencyLogDigits(text) ?? 3 }
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error)
    throw new UserError(`${path}: expected a HdrHistogram log, got something that cannot be read as one (${got})`, {
      cause: error,
    })
  }
}

function recordOfScrapes(folder: string, openMetrics: string, report: Report | null) {
  const histogram = observedHistogram({ report })
  const scraped = recordedHistograms(openMetrics, [histogram]).get(histogram) ?? []
  const fromMs = report ? measuredFromMs(report) : (scraped[0]?.timestampMs ?? 0)
  const baseline = scraped.findLastIndex(({ timestampMs }) => timestampMs <= fromMs)
  const zeroMs = report ? Date.parse(report.run.startedAt) : (scraped[0]?.timestampMs ?? 0)
  const snapshots = scraped
    .slice(Math.max(0, baseline))
    .map(({ timestampMs, snapshot }) => ({ atSeconds: (timestampMs - zeroMs) / 1e3, snapshot }))
  try {
    return recordOfSnapshots(snapshots)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new UserError(`${join(folder, 'scrapes.om')}: expected two scrapes of ${histogram} or more, got fewer`, {
      cause: error,
    })
  }
}

function unmeasuredTags(report: Report | null): ReadonlySet<string> {
  return new Set(report?.load.phases.filter(({ measured }) => !measured).map(({ name }) => logTag(name)))
}

async function readReport(file: string): Promise<Report | null> {
  const text = await optional(file)
  return text === null ? null : parseReport(text, file)
}

async function optional(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new UserError(`${file}: expected a file that can be read, got ${(error as Error).message}`, { cause: error })
  }
}
