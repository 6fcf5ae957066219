import { expect, it } from 'vitest'
import { randomStream } from '../../../core/random.ts'
import type { LatencyModel } from '../../../core/scenario/server-behaviour.ts'
import { latencySampler } from '../../../server/latency/models.ts'
import { shareAtMost } from '../../../simulation/drawn/latency-share.ts'

const TRACE = [0.1, 0.4, 0.4, 2, 0.05]

const MODELS: LatencyModel[] = [
  { kind: 'constant', seconds: 0.2 },
  { kind: 'uniform', fromSeconds: 0.1, toSeconds: 0.6 },
  {
    kind: 'choice',
    choices: [
      { seconds: 2, weight: 1 },
      { seconds: 0.2, weight: 3 },
    ],
  },
  { kind: 'lognormal', medianSeconds: 0.04, p95Seconds: 0.12 },
  {
    kind: 'bimodal',
    fast: { medianSeconds: 0.01, p95Seconds: 0.02 },
    slow: { medianSeconds: 0.5, p95Seconds: 0.9 },
    slowShare: 0.3,
  },
  { kind: 'pareto', minimumSeconds: 0.02, shape: 1.5, maximumSeconds: 1 },
  { kind: 'trace', file: 'trace.txt' },
]

const DRAWS = 20_000
/** Kolmogorov: the largest distance stays below 1.95 / √n with a probability of 99.9%. */
const FURTHEST = 1.95 / Math.sqrt(DRAWS)

it.each(MODELS)('is the distribution that the sampler draws from: $kind', (model) => {
  const share = shareAtMost(model, () => TRACE)
  const next = latencySampler(model, randomStream(11, model.kind), () => TRACE)
  const drawn = Array.from({ length: DRAWS }, next)
  for (const bound of [0.005, 0.02, 0.04, 0.05, 0.1, 0.12, 0.2, 0.35, 0.4, 0.5, 0.9, 1, 1.999, 2, 5]) {
    const observed = drawn.filter((seconds) => seconds <= bound).length / DRAWS
    expect(Math.abs(share(bound) - observed), `at ${bound}`).toBeLessThan(FURTHEST)
  }
})

it.each(MODELS)('goes from 0 to 1 and never down: $kind', (model) => {
  const share = shareAtMost(model, () => TRACE)
  const shares = Array.from({ length: 400 }, (_, i) => share((i - 2) * 0.05))
  expect(shares[0]).toBe(0)
  expect(shares.at(-1)).toBe(1)
  expect(shares).toEqual([...shares].sort((a, b) => a - b))
})
