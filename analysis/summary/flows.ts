// What became of the iterations of each flow that began in a measured phase.

import { mergeLatencies } from '../../core/latency/latency-counts.ts'
import { summarizeLatencies } from '../../core/latency/latency-summary.ts'
import type { ReportedFlow } from '../../core/report/report.ts'
import { failedIterations, unfinishedIterations } from '../../core/run/flows/iteration-ends.ts'
import type { FlowIterations, LoadResult, StepFailure } from '../../core/run/load-result.ts'
import type { Flow } from '../../core/scenario/flows/flow.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'

/** One for each flow, in their order; undefined where the scenario has none. */
export function reportedFlows(load: LoadResult, scenario: Scenario): ReportedFlow[] | undefined {
  return scenario.flows?.map((flow, index) => {
    const own = (load.flows ?? []).filter((each) => each.flow === index && load.phases[each.phase]?.measured)
    return reportedFlow(flow, own, scenario)
  })
}

function reportedFlow(flow: Flow, own: readonly FlowIterations[], scenario: Scenario): ReportedFlow {
  const sum = (count: (each: FlowIterations) => number) => own.reduce((total, each) => total + count(each), 0)
  const offered = sum((each) => each.offered)
  const completed = sum((each) => each.completed)
  const failed = sum(failedIterations)
  const lost = sum((each) => each.lost ?? 0)
  return {
    name: flow.name,
    offered,
    completed,
    failed,
    unfinished: sum(unfinishedIterations),
    ...(lost > 0 && { lost }),
    failures: joined(own).map(({ step, kind, count }) => ({
      step: step + 1,
      request: nameOf(flow, step, scenario),
      kind,
      count,
    })),
    duration: summarizeLatencies(mergeLatencies(own.map(({ duration }) => duration))),
  }
}

/** Of all phases together; the most frequent first. */
function joined(own: readonly FlowIterations[]): StepFailure[] {
  const byCause = new Map<string, StepFailure>()
  for (const { failures } of own)
    for (const failure of failures) {
      const key = `${failure.step}/${failure.kind}`
      byCause.set(key, { ...failure, count: failure.count + (byCause.get(key)?.count ?? 0) })
    }
  return [...byCause.values()].sort((a, b) => b.count - a.count || a.step - b.step)
}

function nameOf({ steps }: Flow, step: number, { requests }: Scenario): string {
  const request = steps[step]?.request ?? -1
  return requests[request]?.name ?? `step ${step + 1}`
}
