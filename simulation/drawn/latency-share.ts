// The exact distribution of what a latency model draws: which share of the requests takes at most so long. The samplers of
// server/latency/ draw from the same distributions, which a test holds. Seconds.

import { assertNever } from '../../core/assert-never.ts'
import { normalAtMost, normalQuantile } from '../../core/normal-quantile.ts'
import type { LatencyModel } from '../../core/scenario/server-behaviour.ts'

/** The share of requests, from 0 to 1, that take at most these seconds. */
export type ShareAtMost = (seconds: number) => number

/** @param readTrace gives the durations of a trace file, in seconds */
export function shareAtMost(model: LatencyModel, readTrace: (file: string) => readonly number[]): ShareAtMost {
  switch (model.kind) {
    case 'constant':
      return (seconds) => (seconds >= model.seconds ? 1 : 0)
    case 'uniform':
      return uniformShare(model.fromSeconds, model.toSeconds)
    case 'choice':
      return weightedShare(model.choices)
    case 'lognormal':
      return lognormalShare(model)
    case 'bimodal': {
      const [fast, slow] = [lognormalShare(model.fast), lognormalShare(model.slow)]
      return (seconds) => (1 - model.slowShare) * fast(seconds) + model.slowShare * slow(seconds)
    }
    case 'pareto':
      return paretoShare(model)
    case 'trace':
      return weightedShare(readTrace(model.file).map((seconds) => ({ seconds, weight: 1 })))
    default:
      return assertNever(model)
  }
}

function paretoShare(model: Extract<LatencyModel, { readonly kind: 'pareto' }>): ShareAtMost {
  const { minimumSeconds, shape, maximumSeconds } = model
  return (seconds) => {
    if (seconds >= maximumSeconds) return 1
    return seconds < minimumSeconds ? 0 : 1 - (minimumSeconds / seconds) ** shape
  }
}

function uniformShare(fromSeconds: number, toSeconds: number): ShareAtMost {
  if (fromSeconds === toSeconds) return (seconds) => (seconds >= fromSeconds ? 1 : 0)
  return (seconds) => Math.min(1, Math.max(0, (seconds - fromSeconds) / (toSeconds - fromSeconds)))
}

function weightedShare(choices: readonly { readonly seconds: number; readonly weight: number }[]): ShareAtMost {
  const sorted = [...choices].sort((a, b) => a.seconds - b.seconds)
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0)
  return (seconds) => sorted.reduce((sum, choice) => sum + (choice.seconds <= seconds ? choice.weight : 0), 0) / total
}

/** Beyond it the tail is below any share that could be drawn in a month. */
const FURTHEST_Z = 6

function lognormalShare(shape: { readonly medianSeconds: number; readonly p95Seconds: number }): ShareAtMost {
  const { medianSeconds, p95Seconds } = shape
  const sigma = Math.log(p95Seconds / medianSeconds) / normalQuantile(0.95)
  if (sigma === 0) return (seconds) => (seconds >= medianSeconds ? 1 : 0)
  return (seconds) => {
    if (!(seconds > 0)) return 0
    const z = Math.log(seconds / medianSeconds) / sigma
    return Math.abs(z) > FURTHEST_Z ? Number(z > 0) : normalAtMost(z)
  }
}
