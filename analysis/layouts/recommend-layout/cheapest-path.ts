// The exact search for bounds: a path from node 0 to the last node with a limited number of steps. It decides in this
// order:
//   1. find the least observed error that the most expensive step of any path can have
//   2. among the paths within the tolerance of that, keep those with the least guaranteed error: a wide bucket may be
//      right by luck, and other data have other luck
//   3. among those, take the least sum of errors, then the roundest bounds, then the fewest steps
// Each is dynamic programming in O(steps · nodes²), not a heuristic.

export interface PathProblem {
  readonly size: number
  /** The costs of the step from a to b are at a · size + b: the observed error, and the greatest that the bucket allows. */
  readonly worst: Float64Array
  readonly guaranteed: Float64Array
  readonly sum: Float64Array
  /** The cost of visiting a node: how far from round its bound is. */
  readonly roundness: readonly number[]
  /** How much a path's most expensive step may exceed the least, relative: 0 for not at all, Infinity for no limit. */
  readonly tolerance: number
  readonly allowed: (from: number, to: number) => boolean
}

export interface CheapestPath {
  /** Ascending, without node 0, up to the last node. */
  readonly nodes: readonly number[]
  /** The least that the most expensive step of any path costs. */
  readonly leastWorst: number
}

/** Undefined if every path has more steps. */
export function cheapestPath(problem: PathProblem, mostSteps: number): CheapestPath | undefined {
  const { size, worst, guaranteed, tolerance } = problem
  const steps = allowedSteps(problem)
  const leastWorst = Math.min(...leastMaximums(size, worst, steps, mostSteps))
  if (leastWorst === Infinity) return undefined
  forbid(steps, worst, tolerance === Infinity ? Infinity : leastWorst * (1 + tolerance))
  forbid(steps, guaranteed, Math.min(...leastMaximums(size, guaranteed, steps, mostSteps)))
  return { nodes: leastSum(problem, steps, mostSteps), leastWorst }
}

/** The number of steps of the shortest path. */
export function fewestSteps(problem: Pick<PathProblem, 'size' | 'allowed'>): number {
  const nothing = new Float64Array(problem.size ** 2)
  const maximums = leastMaximums(problem.size, nothing, allowedSteps(problem), problem.size - 1)
  return maximums.findIndex((cost) => cost < Infinity) + 1
}

function allowedSteps({ size, allowed }: Pick<PathProblem, 'size' | 'allowed'>): Uint8Array {
  const steps = new Uint8Array(size * size)
  for (let from = 0; from < size; from++)
    for (let to = from + 1; to < size; to++) steps[from * size + to] = allowed(from, to) ? 1 : 0
  return steps
}

function forbid(steps: Uint8Array, costs: Float64Array, limit: number): void {
  costs.forEach((cost, pair) => {
    if (cost > limit) steps[pair] = 0
  })
}

/** For paths of 1, 2, … steps to the last node: the least that the most expensive step can cost. */
function leastMaximums(size: number, costs: Float64Array, steps: Uint8Array, mostSteps: number): number[] {
  let reached = new Float64Array(size).fill(Infinity)
  reached[0] = 0
  return Array.from({ length: mostSteps }, () => {
    const next = new Float64Array(size).fill(Infinity)
    for (let from = 0; from < size; from++) {
      const soFar = reached[from] as number
      if (soFar === Infinity) continue
      for (let to = from + 1; to < size; to++) {
        const pair = from * size + to
        const cost = Math.max(soFar, costs[pair] as number)
        if (steps[pair] === 1 && cost < (next[to] as number)) next[to] = cost
      }
    }
    reached = next
    return next[size - 1] as number
  })
}

interface Arrivals {
  readonly sums: Float64Array
  readonly rounds: Float64Array
  readonly cameFrom: Int32Array
}

// Sum and roundness add up along a path, so the best prefix of a path is part of the best path.
function leastSum(problem: PathProblem, steps: Uint8Array, mostSteps: number): number[] {
  const last = problem.size - 1
  const start = arrivals(problem.size)
  start.sums[0] = 0
  const layers: Arrivals[] = [start]
  let best = 0
  let [bestSum, bestRound] = [Infinity, Infinity]
  for (let step = 1; step <= mostSteps; step++) {
    const layer = nextLayer(problem, steps, layers[step - 1] as Arrivals)
    layers.push(layer)
    const [sum, round] = [layer.sums[last] as number, layer.rounds[last] as number]
    if (sum < bestSum || (sum === bestSum && round < bestRound)) [best, bestSum, bestRound] = [step, sum, round]
  }
  const nodes: number[] = []
  for (let at = last; best > 0; best--) {
    nodes.unshift(at)
    at = (layers[best] as Arrivals).cameFrom[at] as number
  }
  return nodes
}

function nextLayer({ size, sum, roundness }: PathProblem, steps: Uint8Array, { sums, rounds }: Arrivals): Arrivals {
  const next = arrivals(size)
  for (let from = 0; from < size; from++) {
    if (sums[from] === Infinity) continue
    for (let to = from + 1; to < size; to++) {
      const pair = from * size + to
      if (steps[pair] !== 1) continue
      const total = (sums[from] as number) + (sum[pair] as number)
      const round = (rounds[from] as number) + (roundness[to] as number)
      const best = next.sums[to] as number
      if (total < best || (total === best && round < (next.rounds[to] as number))) {
        next.sums[to] = total
        next.rounds[to] = round
        next.cameFrom[to] = from
      }
    }
  }
  return next
}

function arrivals(size: number): Arrivals {
  return {
    sums: new Float64Array(size).fill(Infinity),
    rounds: new Float64Array(size),
    cameFrom: new Int32Array(size).fill(-1),
  }
}
