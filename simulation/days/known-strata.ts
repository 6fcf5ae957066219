// The strata of a service that is simulated again and again: working them out takes longer than drawing an hour of counts.

import type { LatencyModel } from '../../core/scenario/server-behaviour.ts'
import { shareAtMost } from '../drawn/latency-share.ts'
import { StrataOfStates } from './request-strata.ts'

const known = new WeakMap<LatencyModel, Map<string, StrataOfStates>>()

export interface StrataOptions {
  readonly latency: LatencyModel
  readonly wakeLatenessSeconds: number
  /** Of all layouts, in seconds, ascending and each once. */
  readonly bounds: readonly number[]
  readonly readTrace: (file: string) => readonly number[]
  /** Whether the sums of histograms are read. */
  readonly withMeans: boolean
}

export function strataOfService({ latency, readTrace, ...options }: StrataOptions): StrataOfStates {
  const worked = () => new StrataOfStates({ work: shareAtMost(latency, readTrace), ...options })
  // What is in the file of a trace is not known from its name.
  if (latency.kind === 'trace') return worked()
  const ofLatency = known.get(latency) ?? new Map<string, StrataOfStates>()
  known.set(latency, ofLatency)
  const { wakeLatenessSeconds, withMeans, bounds } = options
  const key = `${wakeLatenessSeconds} ${withMeans} ${bounds.join()}`
  const strata = ofLatency.get(key) ?? worked()
  ofLatency.set(key, strata)
  return strata
}
