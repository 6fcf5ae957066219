import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  cheapestPath,
  fewestSteps,
  type PathProblem,
} from '../../../../analysis/layouts/recommend-layout/cheapest-path.ts'

interface Costed {
  readonly nodes: readonly number[]
  readonly worst: number
  readonly guaranteed: number
  readonly sum: number
  readonly roundness: number
}

/** Every path from node 0 to the last with at most so many steps. */
function allPaths(problem: PathProblem, mostSteps: number): Costed[] {
  const last = problem.size - 1
  const paths: number[][] = []
  const extend = (path: number[], at: number) => {
    if (at === last) paths.push(path)
    else if (path.length < mostSteps)
      for (let to = at + 1; to <= last; to++) if (problem.allowed(at, to)) extend([...path, to], to)
  }
  extend([], 0)
  return paths.map((nodes) => costed(problem, nodes))
}

function costed(problem: PathProblem, nodes: readonly number[]): Costed {
  const pairs = nodes.map((to, i) => (nodes[i - 1] ?? 0) * problem.size + to)
  return {
    nodes,
    worst: Math.max(...pairs.map((pair) => problem.worst[pair] as number)),
    guaranteed: Math.max(...pairs.map((pair) => problem.guaranteed[pair] as number)),
    sum: pairs.reduce((total, pair) => total + (problem.sum[pair] as number), 0),
    roundness: nodes.reduce((total, node) => total + (problem.roundness[node] as number), 0),
  }
}

function byBruteForce(problem: PathProblem, mostSteps: number): (Costed & { leastWorst: number }) | undefined {
  const paths = allPaths(problem, mostSteps)
  const leastWorst = Math.min(...paths.map(({ worst }) => worst))
  const limit = problem.tolerance === Infinity ? Infinity : leastWorst * (1 + problem.tolerance)
  const [best] = paths
    .filter(({ worst }) => worst <= limit)
    .sort(
      (a, b) =>
        a.guaranteed - b.guaranteed || a.sum - b.sum || a.roundness - b.roundness || a.nodes.length - b.nodes.length,
    )
  return best && { ...best, leastWorst }
}

// Small whole costs, so that ties are frequent and sums are exact.
const anyProblem = fc.integer({ min: 2, max: 9 }).chain((size) => {
  const table = fc
    .array(fc.integer({ min: 0, max: 5 }), { minLength: size * size, maxLength: size * size })
    .map((costs) => Float64Array.from(costs))
  return fc
    .record({
      worst: table,
      guaranteed: table,
      sum: table,
      roundness: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: size, maxLength: size }),
      tolerance: fc.constantFrom(0, 0.25, 1, Number.POSITIVE_INFINITY),
      forced: fc.array(fc.integer({ min: 1, max: size - 1 }), { maxLength: 3 }),
      firstCover: fc.integer({ min: 0, max: size - 1 }),
    })
    .map(
      ({ forced, firstCover, ...rest }): PathProblem => ({
        ...rest,
        size,
        allowed: (from, to) =>
          !forced.some((node) => from < node && node < to) && (to < size - 1 || from >= firstCover),
      }),
    )
})

describe('cheapestPath', () => {
  it('finds the same path as an exhaustive search', () => {
    fc.assert(
      fc.property(anyProblem, fc.integer({ min: 1, max: 9 }), (problem, mostSteps) => {
        const found = cheapestPath(problem, mostSteps)
        const expected = byBruteForce(problem, mostSteps)
        expect(found?.leastWorst).toBe(expected?.leastWorst)
        if (!found || !expected) return
        const { nodes, ...costs } = costed(problem, found.nodes)
        expect({ ...costs, steps: nodes.length }).toEqual({
          worst: expect.any(Number),
          guaranteed: expected.guaranteed,
          sum: expected.sum,
          roundness: expected.roundness,
          steps: expected.nodes.length,
        })
        nodes.forEach((node, at) => {
          expect(problem.allowed(nodes[at - 1] ?? 0, node)).toBe(true)
        })
      }),
      { numRuns: 1000 },
    )
  })

  it('finds the fewest steps', () => {
    fc.assert(
      fc.property(anyProblem, (problem) => {
        const lengths = allPaths(problem, problem.size).map(({ nodes }) => nodes.length)
        expect(fewestSteps(problem)).toBe(lengths.length === 0 ? 0 : Math.min(...lengths))
      }),
    )
  })
})
