// Judges several runs of one scenario together, and lists the verdict of each beside it. Objectives are judged on all
// requests; an alert has to behave as expected in every run, and the generator has to be on schedule in every run.

import { latencyQuantile } from '../../core/latency/latency-counts.ts'
import { finiteOrNull } from '../../core/latency/latency-summary.ts'
import type {
  AlertFinding,
  RepeatedRun,
  RepeatedRuns,
  Report,
  ReportedGenerator,
  ReportedRun,
  ReportedSingleGenerator,
  RunSpread,
} from '../../core/report/report.ts'
import { worstVerdict } from '../../core/report/worst-verdict.ts'
import { measuredSlots, slaLatencies } from '../../core/run/load-result.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import { counted } from '../../core/text/plural.ts'
import { judgeAlerts } from '../alerts/judge-alerts.ts'
import { judgeOverload } from '../generator/judge-overload.ts'
import { judgeRun } from '../judge-run.ts'
import { joinTransitions } from './join-transitions.ts'
import { runOffsets } from './pool-runs.ts'

const SPREAD_QUANTILES = { 0.5: 'p50', 0.95: 'p95', 0.99: 'p99' } as const

/** Several runs of one scenario. */
export interface JudgedRuns {
  /** In the order in which they were run. */
  readonly records: readonly RunRecord[]
  /** Each run judged by itself, in the same order. */
  readonly reports: readonly Report[]
  /** All runs as if they were one. */
  readonly pooled: RunRecord
}

/** @param run the report's `run` section for all of them together */
export function judgeRuns({ records, reports, pooled: together }: JudgedRuns, run: ReportedRun): Report {
  const pooled = { ...together, run }
  const offsets = runOffsets(records)
  const report = judgeRun(pooled, { generator: pooledFitness(pooled, reports), alerts: pooledAlerts(records, offsets) })
  return { ...report, repeats: repeats(reports, pooled) }
}

function pooledFitness(pooled: RunRecord, reports: readonly Report[]): ReportedGenerator {
  const overloaded = reports.flatMap(({ generator }, i) =>
    generator.fit ? [] : generator.reasons.map((reason) => `Run ${i + 1}: ${reason}`),
  )
  const fit = overloaded.length === 0
  const together = judgeOverload(pooled)
  const generators = together.generators?.map((one) => pooledGenerator(one, reports))
  return {
    ...together,
    ...(generators && { generators, lost: generators.filter(({ lost }) => lost !== null).length }),
    ...(together.clocks && { clocks: { ...together.clocks, run: furthestRun(reports) } }),
    overloaded: reports.some(({ generator }) => generator.overloaded),
    fit,
    reasons: fit ? (reports[0]?.generator.reasons ?? []) : overloaded,
  }
}

/** One generator over all runs: it was as fit as in the run in which it was least so. */
function pooledGenerator(pooled: ReportedSingleGenerator, reports: readonly Report[]): ReportedSingleGenerator {
  const runs = reports.flatMap(({ generator: { generators = [] } }, i) =>
    generators.flatMap((one) => (one.number === pooled.number ? [{ one, run: i + 1 }] : [])),
  )
  const losses = runs.flatMap(({ one: { lost }, run }) => (lost === null ? [] : [{ ...lost, run }]))
  const [first] = losses
  return {
    ...pooled,
    overloaded: runs.some(({ one }) => one.overloaded),
    saturated: runs.some(({ one }) => one.saturated),
    lost: first ? { ...first, requests: losses.reduce((sum, { requests }) => sum + requests, 0) } : null,
    fit: runs.every(({ one }) => one.fit),
    reasons: runs.flatMap(({ one, run }) => one.reasons.map((reason) => `Run ${run}: ${reason}`)),
  }
}

/** Counted from 1: that in which the clocks were furthest apart. */
function furthestRun(reports: readonly Report[]): number {
  const distances = reports.map(({ generator: { clocks } }) =>
    clocks ? (clocks.apartAtMostSeconds ?? Number.POSITIVE_INFINITY) : -1,
  )
  return distances.indexOf(Math.max(...distances)) + 1
}

function pooledAlerts(records: readonly RunRecord[], offsets: readonly number[]): AlertFinding[] {
  const byRun = records.map((record) => judgeAlerts(record))
  return (byRun[0] ?? []).map((first) => {
    const each = byRun.flatMap((alerts) => alerts.filter(({ name }) => name === first.name))
    const findings = each.flatMap(({ finding }) => finding ?? [])
    const finding = findings.length === 0 ? null : worstVerdict(findings)
    const worst = each.findIndex((alert) => alert.finding === finding)
    const met = findings.filter((found) => found === 'pass').length
    const tally =
      finding === null
        ? ''
        : `The alert behaved as expected in ${met} of ${counted(each.length, 'run')}. Run ${worst + 1}: `
    return {
      ...(each[worst] ?? first),
      transitions: joinTransitions(
        each.map(({ transitions }) => transitions),
        offsets,
      ),
      reason: `${tally}${each[worst]?.reason ?? first.reason}`,
      detectionSeconds: longest(each.map(({ detectionSeconds }) => detectionSeconds)),
      resolutionSeconds: longest(each.map(({ resolutionSeconds }) => resolutionSeconds)),
    }
  })
}

function longest(seconds: readonly (number | null)[]): number | null {
  const known = seconds.filter((each) => each !== null)
  return known.length === 0 ? null : Math.max(...known)
}

function repeats(reports: readonly Report[], pooled: RunRecord): RepeatedRuns {
  const runs = reports.map(({ run, verdict, generator, load: { total } }): RepeatedRun => {
    const { p50, p95, p99 } = total.responseTime
    const { startedAt, durationSeconds, seed } = run
    const failed = total.errors + total.timeouts + total.unfinished
    const { offered, completed, lost } = total
    return {
      ...{ startedAt, durationSeconds, seed, verdict, fit: generator.fit, offered, completed, failed, lost },
      ...{ p50, p95, p99 },
      ...generatorsOfRun(generator),
    }
  })
  const all = slaLatencies(measuredSlots(pooled.load), 'responseTime')
  const spread = Object.entries(SPREAD_QUANTILES).map(([text, key]) => {
    const quantile = Number(text)
    return runSpread(
      quantile,
      latencyQuantile(all, quantile),
      runs.map((run) => run[key]),
    )
  })
  return { runs, spread }
}

function generatorsOfRun({ generators = [], clocks }: ReportedGenerator): Pick<RepeatedRun, 'generators'> {
  if (generators.length === 0) return {}
  const unfit = generators.filter(({ fit }) => !fit).map(({ number }) => number)
  const isFar = clocks !== undefined && generators.some(({ place }) => place !== 'thread')
  const apart = isFar ? { apartAtMostSeconds: clocks.apartAtMostSeconds } : {}
  return { generators: { count: generators.length, unfit, ...apart } }
}

function runSpread(quantile: number, pooled: number, runs: readonly (number | null)[]): RunSpread {
  const known = runs.filter((seconds) => seconds !== null)
  const isWhole = known.length === runs.length && pooled > 0 && Number.isFinite(pooled)
  const squares = known.reduce((sum, seconds) => sum + (seconds - pooled) ** 2, 0)
  return {
    quantile,
    pooled: finiteOrNull(pooled),
    lowest: known.length === 0 ? null : Math.min(...known),
    highest: known.length === runs.length && known.length > 0 ? Math.max(...known) : null,
    variation: isWhole ? Math.sqrt(squares / known.length) / pooled : null,
  }
}
