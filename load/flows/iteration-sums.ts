// Adds up what the generators say of iterations, by phase and flow.

import { mergeLatencies } from '../../core/latency/latency-counts.ts'
import type { FlowIterations, StepFailure } from '../../core/run/load-result.ts'

export class IterationSums {
  readonly #sums = new Map<string, FlowIterations>()

  add(part: FlowIterations): void {
    const key = `${part.phase}/${part.flow}`
    const before = this.#sums.get(key)
    this.#sums.set(key, before === undefined ? part : sumOf(before, part))
  }

  /** Ascending by phase, then by flow. */
  sums(): FlowIterations[] {
    return [...this.#sums.values()].sort((a, b) => a.phase - b.phase || a.flow - b.flow)
  }
}

function sumOf(a: FlowIterations, b: FlowIterations): FlowIterations {
  const lost = (a.lost ?? 0) + (b.lost ?? 0)
  return {
    phase: a.phase,
    flow: a.flow,
    offered: a.offered + b.offered,
    completed: a.completed + b.completed,
    failures: sumOfFailures([...a.failures, ...b.failures]),
    ...(lost > 0 && { lost }),
    duration: mergeLatencies([a.duration, b.duration]),
  }
}

/** Those of one step and kind together, in the order in which they came first. */
function sumOfFailures(failures: readonly StepFailure[]): StepFailure[] {
  const byCause = new Map<string, StepFailure>()
  for (const failure of failures) {
    const key = `${failure.step}/${failure.kind}`
    byCause.set(key, { ...failure, count: failure.count + (byCause.get(key)?.count ?? 0) })
  }
  return [...byCause.values()]
}
