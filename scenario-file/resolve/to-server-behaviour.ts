// `server` of a scenario file that passed every check → ServerBehaviour, in seconds and shares.

import { type BucketLayout, bucketLayout } from '../../core/histogram/bucket-layout.ts'
import { NAMED_LAYOUTS } from '../../core/histogram/named-layouts.ts'
import { parseShare } from '../../core/scenario/parse-objective.ts'
import type { Fault, LatencyModel, ScheduledFault, ServerBehaviour } from '../../core/scenario/server-behaviour.ts'
import { DEFAULTS } from '../schema/defaults.ts'
import { type BoundText, boundSeconds } from '../schema/layout-schema.ts'
import type { ScenarioFile } from '../schema/scenario-schema.ts'
import { secondsOf } from '../schema/values.ts'

type ServerEntry = NonNullable<ScenarioFile['server']>
type LatencyEntry = NonNullable<ServerEntry['latency']>
type LayoutEntry = NonNullable<ServerEntry['layout']>
type FaultEntry = NonNullable<ServerEntry['faults']>[number]

export function toServerBehaviour(server: ServerEntry, fromFolder: (name: string) => string): ServerBehaviour {
  return {
    latency: toLatencyModel(server.latency ?? DEFAULTS.latency, fromFolder),
    concurrency: server.concurrency ?? Number.POSITIVE_INFINITY,
    layout: toLayout(server.layout ?? DEFAULTS.layout),
    faults: (server.faults ?? []).flatMap(toFaults),
    restarts: (server.faults ?? []).filter(({ restart }) => restart).map(({ during }) => during),
  }
}

function toLatencyModel(entry: LatencyEntry, fromFolder: (name: string) => string): LatencyModel {
  const { constant, uniform, choice, lognormal, bimodal, pareto, trace } = entry
  if (constant !== undefined) return { kind: 'constant', seconds: secondsOf(constant) }
  if (uniform) return { kind: 'uniform', fromSeconds: secondsOf(uniform.from), toSeconds: secondsOf(uniform.to) }
  if (choice) return { kind: 'choice', choices: choice.map(toChoice) }
  if (lognormal) return { kind: 'lognormal', ...toMode(lognormal) }
  if (bimodal) {
    const { fast, slow, slowShare } = bimodal
    return { kind: 'bimodal', fast: toMode(fast), slow: toMode(slow), slowShare: shareOf(slowShare) }
  }
  if (pareto) {
    const { minimum, shape, maximum } = pareto
    return { kind: 'pareto', minimumSeconds: secondsOf(minimum), shape, maximumSeconds: secondsOf(maximum) }
  }
  if (trace) return { kind: 'trace', file: fromFolder(trace.file) }
  throw new TypeError('expected one latency model, got none')
}

function toChoice(choice: NonNullable<LatencyEntry['choice']>[number]): { seconds: number; weight: number } {
  return typeof choice === 'object'
    ? { seconds: secondsOf(choice.value), weight: choice.weight }
    : { seconds: secondsOf(choice), weight: 1 }
}

function toMode({ median, p95 }: { median: string; p95: string }): { medianSeconds: number; p95Seconds: number } {
  return { medianSeconds: secondsOf(median), p95Seconds: secondsOf(p95) }
}

function toLayout(layout: LayoutEntry): BucketLayout {
  if (typeof layout === 'string') return NAMED_LAYOUTS[layout]
  if ('bounds' in layout) return ownLayout(layout.name, layout.bounds)
  return ownLayout('custom', layout)
}

function ownLayout(name: string, bounds: readonly BoundText[]): BucketLayout {
  return bucketLayout(name, bounds.map(boundSeconds))
}

function toFaults({ during, slowdown, add, errors, resets, stall }: FaultEntry): ScheduledFault[] {
  const faults: Fault[] = []
  if (slowdown !== undefined) faults.push({ kind: 'slowdown', factor: slowdown })
  if (add !== undefined) faults.push({ kind: 'addedDelay', seconds: secondsOf(add) })
  if (errors !== undefined) faults.push({ kind: 'errors', share: shareOf(errors) })
  if (resets !== undefined) faults.push({ kind: 'resets', share: shareOf(resets) })
  if (stall) faults.push({ kind: 'stall' })
  return faults.map((fault) => ({ during, fault }))
}

function shareOf(percentage: string): number {
  const share = parseShare(percentage)
  if (share === undefined) throw new TypeError(`expected a share in percent, got ${percentage}`)
  return share
}
