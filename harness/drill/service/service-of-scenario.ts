// What a scenario says of a service: its usual rate, how long the bundled server works, its SLA.

import { MODEL_LATENCY_METRIC } from '../../../core/histogram/model-latency-metric.ts'
import type { DrillSource } from '../../../core/report/drill-report.ts'
import type { Scenario } from '../../../core/scenario/scenario.ts'
import type { LatencyModel } from '../../../core/scenario/server-behaviour.ts'
import { USUAL_MACHINE } from '../../../core/simulation/machine-model.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { formatShare } from '../../../core/text/figures/share.ts'
import { drillObjective } from './drill-objective.ts'
import type { DrilledService, DrilledTraffic } from './drilled-service.ts'

/** @param place the scenario as it was named */
export function serviceOfScenario({ service, load, sla }: Scenario, place: string): DrilledService {
  const source: DrillSource = { kind: 'scenario', place }
  const behaviour = service.kind === 'bundled' ? service.behaviour : null
  return {
    traffic: trafficOf(load.phases, source),
    latency:
      behaviour === null
        ? null
        : {
            source,
            model: behaviour.latency,
            wakeLatenessSeconds: USUAL_MACHINE.wakeLatenessSeconds,
            sentence: `as the bundled server works, whose timers are up to ${formatDuration(USUAL_MACHINE.wakeLatenessSeconds)} late: ${modelWords(behaviour.latency)}`,
          },
    failures: null,
    knownBounds: new Map(behaviour === null ? [] : [[MODEL_LATENCY_METRIC, behaviour.layout.upperBounds]]),
    objectives: sla.flatMap(({ text, objective, during, request }) =>
      during === null && request === undefined ? (drillObjective(text, objective, source) ?? []) : [],
    ),
    notes: behaviour === null ? [`${place} names a target: what its requests take is not known from it.`] : [],
  }
}

/** The first measured phase with a rate: what comes after it is often what is to go wrong. */
function trafficOf(phases: Scenario['load']['phases'], source: DrillSource): DrilledTraffic | null {
  for (const { measured, traffic } of phases)
    if (measured && traffic.kind === 'open') {
      const meanRate = (traffic.fromRatePerSecond + traffic.toRatePerSecond) / 2
      return { source, meanRate, hours: null, weekdays: null }
    }
  return null
}

/** What a latency model draws, in words. */
export function modelWords(model: LatencyModel): string {
  const figure = (seconds: number) => formatDuration(seconds)
  switch (model.kind) {
    case 'constant':
      return `always ${figure(model.seconds)}`
    case 'uniform':
      return `from ${figure(model.fromSeconds)} to ${figure(model.toSeconds)}`
    case 'choice':
      return model.choices.length > MOST_CHOICES
        ? 'as it was measured'
        : `one of ${model.choices.map(({ seconds }) => figure(seconds)).join(', ')}`
    case 'lognormal':
      return `log-normal, median ${figure(model.medianSeconds)}, P95 ${figure(model.p95Seconds)}`
    case 'bimodal':
      return `log-normal, median ${figure(model.fast.medianSeconds)}, and ${formatShare(model.slowShare)} with a median of ${figure(model.slow.medianSeconds)}`
    case 'pareto':
      return `Pareto from ${figure(model.minimumSeconds)} to ${figure(model.maximumSeconds)}`
    case 'trace':
      return 'as in its trace'
  }
}

const MOST_CHOICES = 6
