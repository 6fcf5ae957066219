// Compares a run with an earlier one: has a quantile of the response time become slower, by more than the margin and by
// more than chance explains?
//
// It is a regression only where the whole interval of the difference lies above the margin. A difference above the margin
// whose interval contains the margin is inconclusive. The generator's own lag is subtracted first.

import { latencyQuantile, mergeLatencies, totalCount } from '../../core/latency/latency-counts.ts'
import type {
  BaselineComparison,
  BaselineFinding,
  ReportedGenerator,
  ReportedRun,
  ReportedScenario,
} from '../../core/report/report.ts'
import type { Baseline, EarlierRun, EarlierSecond } from '../../core/run/earlier-run.ts'
import { type LoadSlot, measuredSlots } from '../../core/run/load-result.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import { touchesSecond } from '../attribution/spell.ts'
import { objectiveEvidence } from '../objectives/objective-evidence.ts'
import { quantileInterval, type SlotLatencies } from '../statistics/quantile-interval.ts'
import { stratifiedSeconds } from '../statistics/stratified-seconds.ts'
import type { ObservedQuantile } from './difference-interval.ts'
import { judgeDifference } from './judge-difference.ts'
import { runDifferences } from './run-differences.ts'

const COMPARED_QUANTILES = [0.5, 0.95, 0.99]

export interface ReportedSide {
  readonly scenario: ReportedScenario
  readonly run: ReportedRun
  readonly generator?: Pick<ReportedGenerator, 'generators'>
  /** Whether the run's generator was on schedule, and none was lost. */
  readonly fit: boolean
  /** Whether the bundled server was kept waiting for a core. */
  readonly isStarved: boolean
}

export function compareToBaseline(
  record: RunRecord,
  { run: earlier, margin }: Baseline,
  current: ReportedSide,
): BaselineComparison {
  const populations = [
    wholePopulation(record, earlier),
    ...namedRequests(record).map((request) => populationOf(record, earlier, request)),
  ]
  const fit = current.fit && earlier.report.generator.fit
  const differences = runDifferences(earlier.report, current)
  const isSame = differences.every(({ decisive }) => decisive === undefined)
  return {
    folder: earlier.folder,
    startedAt: earlier.report.run.startedAt,
    verdict: earlier.report.verdict,
    margin,
    differences,
    findings: populations.flatMap(({ request, before, after, named, quantiles }) =>
      quantiles.map((quantile): BaselineFinding => {
        const found = judgeDifference({
          quantile,
          ...(request !== undefined && { request }),
          before: before && observedQuantile(before.all, quantile, record.run.seed),
          ...(before?.unstarved && { unstarvedSeconds: quantileOf(before.unstarved, quantile) }),
          after: observedQuantile(after, quantile, record.run.seed),
          isUnknownThen: before === null,
          lagSeconds: ownLagSeconds(record, quantile),
          margin,
          isNamed: named.includes(quantile),
          fit,
          isStarved: current.isStarved,
        })
        if (isSame) return found
        return { ...found, finding: null, reason: 'Not compared: the baseline measured something else.' }
      }),
    ),
  }
}

interface ComparedPopulation {
  /** Undefined for all requests. */
  readonly request?: string
  /** Null where the baseline does not tell these requests from others. */
  readonly before: EarlierPopulation | null
  readonly after: readonly SlotLatencies[]
  /** The quantiles that an objective names. */
  readonly named: readonly number[]
  /** Those that are compared. */
  readonly quantiles: readonly number[]
}

interface EarlierPopulation {
  readonly all: readonly SlotLatencies[]
  /** Without the seconds in which the bundled server was kept waiting for a core; absent where it was not. */
  readonly unstarved?: readonly SlotLatencies[]
}

function wholePopulation(record: RunRecord, earlier: EarlierRun): ComparedPopulation {
  const named = namedQuantiles(record, undefined)
  return {
    before: earlierPopulation(earlier, earlier.seconds),
    after: slotsOf(record, measuredSlots(record.load)),
    named,
    quantiles: [...new Set([...COMPARED_QUANTILES, ...named])].sort((a, b) => a - b),
  }
}

/** A request that an objective names, in the quantiles that it names. */
function populationOf(record: RunRecord, earlier: EarlierRun, request: string): ComparedPopulation {
  const { load, scenario } = record
  const named = namedQuantiles(record, request)
  const before = earlier.requests?.get(request)
  return {
    request,
    before: before === undefined ? null : earlierPopulation(earlier, before),
    after: slotsOf(
      record,
      measuredSlots(load).filter((slot) => scenario.requests[slot.request]?.name === request),
    ),
    named,
    quantiles: [...new Set(named)].sort((a, b) => a - b),
  }
}

function namedRequests({ scenario }: RunRecord): string[] {
  return [...new Set(scenario.sla.flatMap(({ request }) => request ?? []))]
}

function namedQuantiles({ scenario }: RunRecord, request: string | undefined): number[] {
  return scenario.sla.flatMap((wanted) =>
    wanted.objective.kind === 'quantile' && wanted.during === null && wanted.request === request
      ? [wanted.objective.quantile]
      : [],
  )
}

function slotsOf({ load, scenario, run }: RunRecord, slots: readonly LoadSlot[]): readonly SlotLatencies[] {
  return objectiveEvidence(stratifiedSeconds(slots, load.phases, scenario.load.phases), run.seed, 0).latencies
}

function earlierPopulation(earlier: EarlierRun, seconds: readonly EarlierSecond[]): EarlierPopulation {
  const { starved } = earlier.report.run
  return {
    all: slotsOfEarlier(earlier, seconds),
    ...(starved !== undefined && {
      unstarved: slotsOfEarlier(
        earlier,
        seconds.filter(({ second }) => !touchesSecond(starved, second)),
      ),
    }),
  }
}

function slotsOfEarlier({ report }: EarlierRun, seconds: readonly EarlierSecond[]): SlotLatencies[] {
  return seconds
    .filter(({ phase }) => report.load.phases[phase]?.measured === true)
    .map(({ phase, responseTime }) => ({
      // A phase of repeated runs is one stratum over all runs.
      stratum: report.load.phases.findIndex(({ name }) => name === report.load.phases[phase]?.name),
      latencies: responseTime,
    }))
}

/** The send lag at the same quantile: the most that the generator itself can have added there. */
function ownLagSeconds({ load }: RunRecord, quantile: number): number {
  const { sendLag } = load.generator
  return totalCount(sendLag) === 0 ? 0 : latencyQuantile(sendLag, quantile)
}

/** Null where there is no latency. */
function observedQuantile(slots: readonly SlotLatencies[], quantile: number, seed: number): ObservedQuantile | null {
  const seconds = quantileOf(slots, quantile)
  return seconds === null ? null : { seconds, ...quantileInterval(slots, quantile, seed) }
}

/** Null where there is no latency. */
function quantileOf(slots: readonly SlotLatencies[], quantile: number): number | null {
  const all = mergeLatencies(slots.map(({ latencies }) => latencies))
  return totalCount(all) === 0 ? null : latencyQuantile(all, quantile)
}
