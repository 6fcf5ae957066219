// The strata of a service that is simulated again and again: working them out takes longer than drawing an hour of counts.

import type { LatencyModel } from '../../core/scenario/server-behaviour.ts'
import { USUAL_MACHINE } from '../../core/simulation/machine-model.ts'
import { shareAtMost } from '../drawn/latency-share.ts'
import { StrataOfStates } from './request-strata.ts'

const known = new WeakMap<LatencyModel, Map<string, StrataOfStates>>()

/** @param bounds of all layouts, in seconds, ascending and each once */
export function strataOfService(
  latency: LatencyModel,
  bounds: readonly number[],
  readTrace: (file: string) => readonly number[],
): StrataOfStates {
  const worked = () => new StrataOfStates({ work: shareAtMost(latency, readTrace), bounds, machine: USUAL_MACHINE })
  // What is in the file of a trace is not known from its name.
  if (latency.kind === 'trace') return worked()
  const ofLatency = known.get(latency) ?? new Map<string, StrataOfStates>()
  known.set(latency, ofLatency)
  const key = bounds.join()
  const strata = ofLatency.get(key) ?? worked()
  ofLatency.set(key, strata)
  return strata
}
