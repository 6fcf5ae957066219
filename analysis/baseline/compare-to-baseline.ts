// Compares a run with an earlier one: has a quantile of the response time become slower, by more than the margin and by
// more than chance explains?
//
// It is a regression only where the whole interval of the difference lies above the margin. A difference above the margin
// whose interval contains the margin is inconclusive. The generator's own lag is subtracted first.

import { latencyQuantile, mergeLatencies, totalCount } from '../../core/latency/latency-counts.ts'
import type { BaselineComparison, BaselineFinding, ReportedRun, ReportedScenario } from '../../core/report/report.ts'
import type { Baseline, EarlierRun } from '../../core/run/earlier-run.ts'
import { measuredSlots } from '../../core/run/load-result.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
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
  /** Whether the run's generator was on schedule. */
  readonly fit: boolean
  /** Whether the bundled server was kept waiting for a core. */
  readonly isStarved: boolean
}

export function compareToBaseline(
  record: RunRecord,
  { run: earlier, margin }: Baseline,
  current: ReportedSide,
): BaselineComparison {
  const after = slotsOf(record)
  const before = slotsOfEarlier(earlier)
  const named = namedQuantiles(record)
  const quantiles = [...new Set([...COMPARED_QUANTILES, ...named])].sort((a, b) => a - b)
  const fit = current.fit && earlier.report.generator.fit
  const differences = runDifferences(earlier.report, current)
  const isSame = differences.every(({ decisive }) => decisive === undefined)
  return {
    folder: earlier.folder,
    startedAt: earlier.report.run.startedAt,
    verdict: earlier.report.verdict,
    margin,
    differences,
    findings: quantiles.map((quantile): BaselineFinding => {
      const [a, b] = [
        observedQuantile(before, quantile, record.run.seed),
        observedQuantile(after, quantile, record.run.seed),
      ]
      const lagSeconds = ownLagSeconds(record, quantile)
      const found = judgeDifference({
        quantile,
        before: a,
        after: b,
        lagSeconds,
        margin,
        isNamed: named.includes(quantile),
        fit,
        isStarved: current.isStarved,
      })
      return isSame ? found : { ...found, finding: null, reason: 'Not compared: the baseline measured something else.' }
    }),
  }
}

function namedQuantiles({ scenario }: RunRecord): number[] {
  return scenario.sla.flatMap(({ objective, during }) =>
    objective.kind === 'quantile' && during === null ? [objective.quantile] : [],
  )
}

function slotsOf({ load, scenario, run }: RunRecord): readonly SlotLatencies[] {
  return objectiveEvidence(stratifiedSeconds(measuredSlots(load), load.phases, scenario.load.phases), run.seed, 0)
    .latencies
}

function slotsOfEarlier({ report, seconds }: EarlierRun): SlotLatencies[] {
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
  const all = mergeLatencies(slots.map(({ latencies }) => latencies))
  if (totalCount(all) === 0) return null
  return { seconds: latencyQuantile(all, quantile), ...quantileInterval(slots, quantile, seed) }
}
