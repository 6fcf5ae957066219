// Reads the evidence for bucket layouts from where it was recorded.

import { basename, join } from 'node:path'
import * as z from 'zod'
import { type LatencyRecord, latencyRecord, type RecordGrid } from '../../analysis/layouts/record/latency-record.ts'
import { assertNever } from '../../core/assert-never.ts'
import type { Environment } from '../../core/environment.ts'
import { SECONDS_PER_UNIT } from '../../core/histogram/latency-unit.ts'
import {
  type LatencyInterval,
  latenciesInUnit,
  latencyLogDigits,
  latencyLogUnitSeconds,
} from '../../core/latency/latency-log.ts'
import { seriesOfIntervals } from '../../core/latency/latency-series.ts'
import type { Report } from '../../core/report/report.ts'
import { UserError } from '../../core/user-error.ts'
import { parseRuleFile } from '../../prometheus/alerting/parse-rule-file.ts'
import { logTag } from '../../reports/run-folder/latency-logs.ts'
import { readText, readTextIfPresent } from '../../reports/run-folder/read-text.ts'
import { parseLatencyLog, parseReport } from '../../reports/run-folder/run-files.ts'
import { joinedScrapes, type LayoutEvidence } from './layout-evidence.ts'
import { measuredFromMs } from './live-counts.ts'
import { type RecordChoice, scrapeChoice, UNIT_FLAGS, type UnitFlag } from './record-choice.ts'
import type { RecordPlace } from './record-place.ts'
import { evidenceOfPage, type ScrapedEvidence } from './scraped-evidence.ts'

/**
 * @param choice of a log, its unit alone
 * @throws UserError if there is nothing to compare layouts on
 */
export async function readEvidence(
  place: RecordPlace,
  choice: RecordChoice = {},
  environment: Environment = process.env,
): Promise<LayoutEvidence> {
  switch (place.kind) {
    case 'folder':
      return readFolder(place.path, choice)
    case 'log':
      return readLog(place.path, choice)
    case 'page':
      return ofScrapes(evidenceOfPage(await readText(place.path, 'a page of scrapes'), place.path, choice))
    case 'prometheus': {
      // Loaded only where there is one to ask.
      const { evidenceOfPrometheus } = await import('./prometheus-evidence.ts')
      return ofScrapes(await evidenceOfPrometheus(place.url, choice, environment))
    }
    default:
      return assertNever(place)
  }
}

function ofScrapes(scraped: ScrapedEvidence): LayoutEvidence {
  const { observed, recorded } = scraped
  return {
    record: recorded.record,
    source: 'scrapes',
    observed,
    scraped,
    report: null,
    openMetrics: null,
    ruleFile: null,
  }
}

async function readLog(path: string, choice: RecordChoice): Promise<LayoutEvidence> {
  const { unit: given } = choice
  const unused = scrapeChoice(choice)
  if (unused !== undefined)
    throw new UserError(`--${unused}: expected scrapes to choose from, got a HdrHistogram log: ${path}`)
  const text = await readText(path, 'a HdrHistogram log')
  const recorded = parseLatencyLog(text, path, 1)
  const printed = given === undefined ? unitOfLog(text, recorded) : undefined
  const unit = given ?? printed ?? 'us'
  const how =
    given !== undefined ? '' : printed ? ', as its column Interval_Max tells' : ', an assumption: --unit names another'
  const unitSeconds = SECONDS_PER_UNIT[UNIT_FLAGS[unit]]
  const grid = { unitSeconds, significantDigits: latencyLogDigits(text) ?? 3 }
  return {
    record: recordOfIntervals(path, latenciesInUnit(recorded, unitSeconds), grid),
    source: 'log',
    scraped: null,
    observed: `the HdrHistogram log ${basename(path)}, its values read in ${unit}${how}`,
    report: null,
    openMetrics: null,
    ruleFile: null,
  }
}

function unitOfLog(text: string, recorded: readonly LatencyInterval[]): UnitFlag | undefined {
  const seconds = latencyLogUnitSeconds(text, recorded)
  const units: readonly UnitFlag[] = ['ns', 'us', 'ms']
  return units.find(
    (unit) => seconds !== undefined && Math.abs(SECONDS_PER_UNIT[UNIT_FLAGS[unit]] / seconds - 1) < 1e-6,
  )
}

async function readFolder(folder: string, choice: RecordChoice): Promise<LayoutEvidence> {
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
  const asksForBuckets = scrapeChoice(choice) !== undefined
  if (server !== null && !asksForBuckets)
    return {
      record: recordOfLog(pathOf('server-time.hlog'), server),
      source: 'server',
      scraped: null,
      observed: `the ${report?.simulation === undefined ? '' : 'simulated '}server's own record of what its histograms observed (server-time.hlog)`,
      ...around,
    }
  if (client !== null && !asksForBuckets)
    return {
      record: recordOfLog(pathOf('response-time.hlog'), client, unmeasuredTags(report)),
      source: 'client',
      scraped: null,
      observed: 'response times of the client (response-time.hlog), which include network and queues',
      ...around,
    }
  if (openMetrics === null)
    throw new UserError(
      `${folder}: expected the folder of a run, with server-time.hlog, response-time.hlog or scrapes.om, got none of them`,
    )
  const scraped = scrapesOfFolder(pathOf('scrapes.om'), openMetrics, report, choice)
  return { ...ofScrapes(scraped), ...around }
}

/** Of a log that this harness wrote, in microseconds. */
function recordOfLog(path: string, text: string, leftOut: ReadonlySet<string> = new Set()): LatencyRecord {
  const intervals = parseLatencyLog(text, path).filter(({ tag }) => tag === undefined || !leftOut.has(tag))
  return recordOfIntervals(path, intervals, { unitSeconds: 1e-6, significantDigits: latencyLogDigits(text) ?? 3 })
}

function recordOfIntervals(path: string, intervals: readonly LatencyInterval[], grid: RecordGrid): LatencyRecord {
  const series = seriesOfIntervals(intervals)
  if (series.every(({ latencies }) => latencies.counts.length === 0))
    throw new UserError(`${path}: expected a HdrHistogram log with latencies in it, got none`)
  return latencyRecord(series, grid)
}

function scrapesOfFolder(
  path: string,
  openMetrics: string,
  report: Report | null,
  choice: RecordChoice,
): ScrapedEvidence {
  if (report === null) return evidenceOfPage(openMetrics, path, choice)
  const own = report.server?.metric
  const isOwn = choice.histogram === undefined || choice.histogram === own
  if (isOwn) refuseOtherRequests(path, report)
  const chosen: RecordChoice = {
    ...choice,
    histogram: choice.histogram ?? own,
    match: choice.match ?? (isOwn ? matchOfRun(report) : undefined),
    unit: choice.unit ?? (isOwn ? unitOfRun(report) : undefined),
  }
  return evidenceOfPage(openMetrics, path, chosen, {
    zeroMs: Date.parse(report.run.startedAt),
    afterMs: measuredFromMs(report),
  })
}

const resolvedMatch = z.object({
  service: z.object({ target: z.object({ metrics: z.object({ match: z.string() }) }) }),
})

/** The run itself counted these series alone. */
function matchOfRun({ scenario }: Report): string | undefined {
  const found = resolvedMatch.safeParse(scenario.resolved)
  return found.success ? found.data.service.target.metrics.match : undefined
}

function unitOfRun({ server }: Report): UnitFlag | undefined {
  const flags = Object.keys(UNIT_FLAGS) as UnitFlag[]
  return flags.find((flag) => UNIT_FLAGS[flag] === server?.unit?.name)
}

/** The buckets stand alone here, so they have to hold the client's requests, in a known unit. */
function refuseOtherRequests(path: string, report: Report): void {
  const expected = `${path}: expected buckets that hold the client's requests, got others`
  const { populations, uncounted, server } = report
  if (uncounted) throw new UserError(`${expected}. ${uncounted.reason}`)
  if (populations?.mismatch) throw new UserError(`${expected}. ${populations.note ?? ''}`.trimEnd())
  if (server?.unit?.suspected !== undefined)
    throw new UserError(
      `${path}: expected buckets in ${server.unit.name}, got ${server.unit.suspected}, it seems: write unit: ${server.unit.suspected} under target.metrics and run again`,
    )
}

function unmeasuredTags(report: Report | null): ReadonlySet<string> {
  return new Set(report?.load.phases.filter(({ measured }) => !measured).map(({ name }) => logTag(name)))
}
