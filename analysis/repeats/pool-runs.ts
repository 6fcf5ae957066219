// Pools several runs of one scenario into one: they follow one another on one time axis, and every request counts once.
// Nothing is averaged. The phases of run i follow those of run i − 1, so phase k of the plan is phase k, P + k, 2P + k
// of the pooled load; only the last run may have been interrupted.

import { type HistogramSnapshot, snapshotDifference, snapshotSum } from '../../core/histogram/histogram-snapshot.ts'
import { mergeLatencies } from '../../core/latency/latency-counts.ts'
import { mergePeers } from '../../core/route/peer.ts'
import type { AlertHistory } from '../../core/run/alert.ts'
import { mergeAnswers } from '../../core/run/answer-record.ts'
import type { ExactRecord } from '../../core/run/exact-record.ts'
import { isGeneratorLost, type LoadProblem } from '../../core/run/load-problem.ts'
import type { GeneratorRecord, LoadResult } from '../../core/run/load-result.ts'
import type { PrometheusRecord, RouteRecord, SnapshotAt } from '../../core/run/prometheus-record.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import { sinceBaseline } from '../cross-check/populations.ts'
import { joinTransitions } from './join-transitions.ts'
import { poolEachGenerator } from './pool-each-generator.ts'
import { shifted } from './shifted.ts'

/** When each run starts on the common axis, in whole seconds, so that slots remain whole seconds. */
export function runOffsets(records: readonly RunRecord[]): number[] {
  let next = 0
  return records.map(({ load, prometheus }) => {
    const offset = next
    const lastSlot = load.slots.reduce((most, { second }) => Math.max(most, second + 1), 0)
    next += Math.ceil(Math.max(load.endSeconds, lastSlot, prometheus?.estimates.at(-1)?.atSeconds ?? 0)) + 1
    return offset
  })
}

/** @throws RangeError where there is no run */
export function poolRuns(records: readonly RunRecord[]): RunRecord {
  const [first] = records
  if (first === undefined) throw new RangeError('expected at least one run')
  const offsets = runOffsets(records)
  return {
    ...first,
    load: poolLoad(records, offsets),
    prometheus: poolPrometheus(records, offsets),
    exact: poolExact(records, offsets),
  }
}

function poolLoad(records: readonly RunRecord[], offsets: readonly number[]): LoadResult {
  const planned = records[0]?.scenario.load.phases.length ?? 0
  const loads = records.map(({ load }) => load)
  const completions: number[] = []
  loads.forEach(({ completionsPerSecond }, i) => {
    completionsPerSecond.forEach((count, second) => {
      completions[(offsets[i] as number) + second] = count
    })
  })
  return {
    phases: loads.flatMap(({ phases }, i) => phases.map((phase) => shifted(phase, offsets[i] as number))),
    slots: loads.flatMap(({ slots }, i) =>
      slots.map((slot) => ({ ...slot, second: slot.second + (offsets[i] as number), phase: slot.phase + i * planned })),
    ),
    completionsPerSecond: Array.from(completions, (count) => count ?? 0),
    ...poolEach(loads, offsets, planned),
    generator: poolGenerators(
      loads.map(({ generator }) => generator),
      offsets,
    ),
    connectionUse: loads.flatMap(({ connectionUse }, i) =>
      connectionUse.map((use) => ({ ...use, phase: use.phase + i * planned })),
    ),
    connectionTimes: {
      connectTime: mergeLatencies(loads.map(({ connectionTimes }) => connectionTimes.connectTime)),
      tlsTime: mergeLatencies(loads.map(({ connectionTimes }) => connectionTimes.tlsTime)),
    },
    openingCosts: loads.flatMap(({ openingCosts }, i) =>
      openingCosts.map((cost) => ({ ...cost, phase: cost.phase + i * planned })),
    ),
    peer: mergePeers(loads.map(({ peer }) => peer)),
    firstErrors: loads.flatMap(({ firstErrors }, i) =>
      firstErrors.map((error) => ({ ...error, atSeconds: error.atSeconds + (offsets[i] as number) })),
    ),
    ...poolFlows(loads, planned),
    ...poolAnswers(loads, offsets),
    interrupted: loads.some(({ interrupted }) => interrupted),
    endSeconds: (offsets.at(-1) ?? 0) + (loads.at(-1)?.endSeconds ?? 0),
    problems: loads.flatMap(({ problems }, i) => problems.map((problem) => ofRun(problem, i * planned))),
  }
}

/** Phases of a later run follow those of the runs before it. */
function ofRun(problem: LoadProblem, firstPhase: number): LoadProblem {
  const inAll = (phases: readonly number[]) => phases.map((phase) => phase + firstPhase)
  if (isGeneratorLost(problem)) return { ...problem, cutPhases: inAll(problem.cutPhases) }
  return problem.kind === 'machines-cut-off' ? { ...problem, phases: inAll(problem.phases) } : problem
}

function poolFlows(loads: readonly LoadResult[], planned: number): Pick<LoadResult, 'flows'> {
  if (loads.every(({ flows }) => flows === undefined)) return {}
  return {
    flows: loads.flatMap(({ flows = [] }, i) => flows.map((each) => ({ ...each, phase: each.phase + i * planned }))),
  }
}

function poolGenerators(generators: readonly GeneratorRecord[], offsets: readonly number[]): GeneratorRecord {
  const most = (key: 'backlogMax' | 'inFlightMax' | 'cpuShare' | 'workers') =>
    Math.max(...generators.map((generator) => generator[key]))
  return {
    dispatchDelay: mergeLatencies(generators.map(({ dispatchDelay }) => dispatchDelay)),
    sendLag: mergeLatencies(generators.map(({ sendLag }) => sendLag)),
    eventLoopDelay: mergeLatencies(generators.map(({ eventLoopDelay }) => eventLoopDelay)),
    backlogMax: most('backlogMax'),
    inFlightMax: most('inFlightMax'),
    cpuShare: most('cpuShare'),
    workers: most('workers'),
    timers: {
      ...dearestTimers(generators),
      wakeError: mergeLatencies(generators.map(({ timers }) => timers.wakeError)),
    },
    intervals: generators.flatMap(({ intervals }, i) =>
      intervals.map((interval) => shifted(interval, offsets[i] as number)),
    ),
  }
}

function poolEach(
  loads: readonly LoadResult[],
  offsets: readonly number[],
  planned: number,
): Pick<LoadResult, 'generators'> {
  const generators = poolEachGenerator(loads, offsets, planned)
  return generators.length === 0 ? {} : { generators }
}

function poolAnswers(loads: readonly LoadResult[], offsets: readonly number[]): Pick<LoadResult, 'answers'> {
  const records = loads.flatMap(({ answers }, i) => {
    if (answers === undefined) return []
    const failures = answers.failures.map((each) => ({ ...each, atSeconds: each.atSeconds + (offsets[i] as number) }))
    return [{ ...answers, failures }]
  })
  return records.length === 0 ? {} : { answers: mergeAnswers(records) }
}

function poolExact(records: readonly RunRecord[], offsets: readonly number[]): ExactRecord | null {
  const parts = records.map(({ exact, prometheus }) => exact && sinceBaseline(exact, baselineSeconds(prometheus)))
  if (parts.some((part) => part === null)) return null
  return {
    seconds: parts.flatMap((part, i) =>
      (part?.seconds ?? []).map((each) => ({ ...each, second: each.second + (offsets[i] as number) })),
    ),
    coreWaits: parts.flatMap((part, i) => (part?.coreWaits ?? []).map((wait) => shifted(wait, offsets[i] as number))),
  }
}

function baselineSeconds(prometheus: PrometheusRecord | null): number {
  return prometheus?.snapshots[0]?.atSeconds ?? 0
}

function poolPrometheus(records: readonly RunRecord[], offsets: readonly number[]): PrometheusRecord | null {
  const prometheusRecords = records.map(({ prometheus }) => prometheus)
  const [first] = prometheusRecords
  if (!first || !prometheusRecords.every((prometheus) => prometheus !== null)) return null
  const { uncounted: _, routes = [], ...counted } = first
  const pooled = <Item extends { readonly atSeconds: number }>(
    items: (prometheus: PrometheusRecord) => readonly Item[],
  ) =>
    prometheusRecords.flatMap((prometheus, i) =>
      items(prometheus).map((item) => ({ ...item, atSeconds: item.atSeconds + (offsets[i] as number) })),
    )
  return {
    ...counted,
    scrapes: pooled(({ scrapes }) => scrapes),
    ...poolCounts(prometheusRecords, offsets),
    ...(routes.length > 0 && { routes: routes.map(({ match }) => poolRoute(match, prometheusRecords, offsets)) }),
    estimates: pooled(({ estimates }) => estimates),
    alerts: first.alerts.map((alert) => poolAlert(alert.name, prometheusRecords, offsets)),
    problems: [...new Set(prometheusRecords.flatMap(({ problems }) => problems))],
    openMetrics: '',
    countedOpenMetrics: '',
  }
}

type Counts = Pick<RouteRecord, 'snapshots' | 'total' | 'uncounted' | 'resets'>

function poolCounts(records: readonly Counts[], offsets: readonly number[]): Counts {
  return {
    snapshots: poolSnapshots(records, offsets),
    total: poolTotals(records.map(({ total }) => total)),
    ...poolUncounted(records),
    resets: records.reduce((sum, { resets }) => sum + resets, 0),
  }
}

function poolRoute(match: string, records: readonly PrometheusRecord[], offsets: readonly number[]): RouteRecord {
  const ofRuns = records.map(({ routes }) => routes?.find((route) => route.match === match))
  const overlaps = ofRuns.find((route) => route?.overlaps)?.overlaps
  const counted = ofRuns.map((route) => route ?? NOT_COUNTED)
  return { match, ...poolCounts(counted, offsets), ...(overlaps && { overlaps }) }
}

const NOT_COUNTED: Counts = { snapshots: [], total: null, resets: 0 }

function poolTotals(totals: readonly (HistogramSnapshot | null)[]): HistogramSnapshot | null {
  return totals.reduce((sum, total) => sum && total && snapshotSum(sum, total))
}

function poolUncounted(records: readonly Counts[]): Pick<Counts, 'uncounted'> {
  const uncounted = records.find((record) => record.uncounted)?.uncounted
  return uncounted ? { uncounted } : {}
}

/** Each run continues the counts of the run before it, as a single server would. */
function poolSnapshots(records: readonly Counts[], offsets: readonly number[]): SnapshotAt[] {
  const pooled: SnapshotAt[] = []
  records.forEach(({ snapshots }, i) => {
    const before = pooled.at(-1)?.snapshot
    const start = snapshots[0]?.snapshot
    for (const { atSeconds, snapshot } of snapshots) {
      const grown = start && snapshotDifference(start, snapshot)
      const counted = before === undefined ? snapshot : grown && snapshotSum(before, grown)
      if (counted) pooled.push({ atSeconds: atSeconds + (offsets[i] as number), snapshot: counted })
    }
  })
  return pooled
}

function poolAlert(
  name: string,
  prometheusRecords: readonly PrometheusRecord[],
  offsets: readonly number[],
): AlertHistory {
  const histories = prometheusRecords.map(({ alerts }) => alerts.find((alert) => alert.name === name))
  const [first] = histories
  if (first === undefined) throw new RangeError(`expected an alert named ${name}`)
  return {
    ...first,
    // Each run is judged by itself.
    evidence: null,
    transitions: joinTransitions(
      histories.map((history) => history?.transitions ?? []),
      offsets,
    ),
  }
}

/** The choice is made anew in each run: what the dearest one took is what the others took at most. */
function dearestTimers(generators: readonly GeneratorRecord[]): GeneratorRecord['timers'] {
  const price = ({ spinningShare, alarmClockShare }: GeneratorRecord['timers']) => spinningShare + alarmClockShare
  return generators.map(({ timers }) => timers).reduce((a, b) => (price(b) > price(a) ? b : a))
}
