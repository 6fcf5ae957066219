import { expect, it } from 'vitest'
import { randomStream } from '../../../core/random.ts'
import type { LatencyModel } from '../../../core/scenario/server-behaviour.ts'
import { latencySampler } from '../../../server/latency/models.ts'
import { Draws, relativeError } from './draws.ts'

const MODE = { medianSeconds: 0.2, p95Seconds: 0.4 }

const MODELS: readonly (readonly [LatencyModel, number])[] = [
  [{ kind: 'constant', seconds: 0.3 }, 0.3],
  [{ kind: 'uniform', fromSeconds: 0.1, toSeconds: 0.3 }, 0.2],
  [{ kind: 'choice', choices: [{ seconds: 0.7, weight: 1 }] }, 0.7],
  [{ kind: 'lognormal', ...MODE }, 0.2],
  [{ kind: 'bimodal', fast: MODE, slow: MODE, slowShare: 0.5 }, 0.2],
  [{ kind: 'pareto', minimumSeconds: 0.1, shape: 1, maximumSeconds: 10 }, 0.2],
  [{ kind: 'trace', file: '/traces/one' }, 0.5],
]

const readTrace = (file: string) => (file === '/traces/one' ? [0.4, 0.5, 0.6] : [])

it.each(MODELS)('%o has its median', (model, median) => {
  const draws = new Draws(latencySampler(model, randomStream(7, 'latency'), readTrace), 30_000)
  expect(relativeError(draws.quantile(0.5), median)).toBeLessThan(0.02)
})

it.each(MODELS)('%o replays from its seed', (model) => {
  const [a, b] = [1, 2].map(() => latencySampler(model, randomStream(7, 'latency'), readTrace))
  expect(Array.from({ length: 50 }, () => a?.())).toEqual(Array.from({ length: 50 }, () => b?.()))
})
