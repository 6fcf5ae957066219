// The exact search for bounds: a path from node 0 to the last node with so many steps, whose dearest step is as cheap
// as can be (min-max); of those the one with the least sum, and of those the roundest. Dynamic programming,
// O(steps · nodes²) for the first, O(steps² · nodes²) for the second: no heuristic.

export interface PathProblem {
  readonly size: number
  /** Cost of the step from a to b, at a · size + b: the greatest of a path's is minimised. */
  readonly worst: Float64Array
  /** Cost of the same step of which a path's sum is minimised next. */
  readonly sum: Float64Array
  /** What it costs to stop at a node, least of all. */
  readonly roundness: readonly number[]
  readonly allowed: (from: number, to: number) => boolean
}

export interface CheapestPath {
  /** Ascending, without node 0; the last is the last node. */
  readonly nodes: readonly number[]
  readonly worst: number
  readonly sum: number
}

/** The best path of exactly 1, 2, … `mostSteps` steps; undefined where there is none of that length. */
export function cheapestPaths(problem: PathProblem, mostSteps: number): (CheapestPath | undefined)[] {
  const steps = allowedSteps(problem)
  const least = leastWorst(problem, steps, mostSteps)
  return least.map((worst, i) => (worst === Infinity ? undefined : leastSum(problem, steps, i + 1, worst)))
}

/** The best of paths with at most so many steps: worst, then sum, then the fewest. */
export function bestUpTo(paths: readonly (CheapestPath | undefined)[], mostSteps: number): CheapestPath | undefined {
  return paths
    .slice(0, mostSteps)
    .filter((path) => path !== undefined)
    .reduce<CheapestPath | undefined>((best, next) => {
      if (!best) return next
      return next.worst < best.worst || (next.worst === best.worst && next.sum < best.sum) ? next : best
    }, undefined)
}

function allowedSteps({ size, allowed }: PathProblem): Uint8Array {
  const steps = new Uint8Array(size * size)
  for (let from = 0; from < size; from++)
    for (let to = from + 1; to < size; to++) steps[from * size + to] = allowed(from, to) ? 1 : 0
  return steps
}

/** For 1, 2, … steps: the least that the dearest step to the last node can cost. */
function leastWorst({ size, worst }: PathProblem, steps: Uint8Array, mostSteps: number): number[] {
  let reached = new Float64Array(size).fill(Infinity)
  reached[0] = 0
  return Array.from({ length: mostSteps }, () => {
    const next = new Float64Array(size).fill(Infinity)
    for (let from = 0; from < size; from++) {
      const soFar = reached[from] as number
      if (soFar === Infinity) continue
      for (let to = from + 1; to < size; to++) {
        const pair = from * size + to
        const cost = Math.max(soFar, worst[pair] as number)
        if (steps[pair] === 1 && cost < (next[to] as number)) next[to] = cost
      }
    }
    reached = next
    return next[size - 1] as number
  })
}

// With the dearest step settled, sum and roundness simply add up along a path, and the best prefix stays best.
function leastSum(problem: PathProblem, steps: Uint8Array, stepCount: number, limit: number): CheapestPath {
  const { size, worst, sum, roundness } = problem
  let sums = new Float64Array(size).fill(Infinity)
  let rounds = new Float64Array(size)
  sums[0] = 0
  const cameFrom: Int32Array[] = []
  for (let step = 0; step < stepCount; step++) {
    const [nextSums, nextRounds] = [new Float64Array(size).fill(Infinity), new Float64Array(size)]
    const origin = new Int32Array(size).fill(-1)
    for (let from = 0; from < size; from++) {
      if (sums[from] === Infinity) continue
      for (let to = from + 1; to < size; to++) {
        const pair = from * size + to
        if (steps[pair] !== 1 || (worst[pair] as number) > limit) continue
        const total = (sums[from] as number) + (sum[pair] as number)
        const round = (rounds[from] as number) + (roundness[to] as number)
        const best = nextSums[to] as number
        if (total < best || (total === best && round < (nextRounds[to] as number))) {
          nextSums[to] = total
          nextRounds[to] = round
          origin[to] = from
        }
      }
    }
    cameFrom.push(origin)
    ;[sums, rounds] = [nextSums, nextRounds]
  }
  return { nodes: walkBack(cameFrom, size - 1), worst: limit, sum: sums[size - 1] as number }
}

function walkBack(cameFrom: readonly Int32Array[], last: number): number[] {
  const nodes: number[] = []
  let at = last
  for (const origin of cameFrom.toReversed()) {
    nodes.unshift(at)
    at = origin[at] as number
  }
  return nodes
}
