// How far a share may stray by chance where requests of one second, or of neighbouring seconds, share their fate
// (a queue, a pause, a noisy neighbour) and therefore count for less than independent ones would.
//
// Source: circular block bootstrap, Politis and Romano (1992). Blocks of 1, 2, 4 … seconds are all tried, and the
// widest spread counts: short blocks miss slow correlation, long ones are few. A block length is used only where its
// blocks vary more than independent requests would; the test for it also answers whether to bootstrap at all.
//
// The intervals made with it hold the truth 95 times in 100 where the run is long beside the correlation. Simulated
// with a load that moves by an autoregression from second to second (ρ = 0.8, so that 5 seconds are as good as one):
// 94 to 99 times in 120 s or more, 90 to 92 in 60 s. Shorter runs hold too little to tell.

import { type Random, randomStream } from '../../core/random.ts'
import { TAIL } from './order-statistic-ranks.ts'
import { blockLengths, type PhaseBlocks, phaseBlocks, runningSums } from './slot-blocks.ts'

/** One second of one phase, and how many requests were due in it. */
export interface SlotTrials {
  readonly phase: number
  readonly trials: number
}

/** What chance may add to the share: `lower` is 0 or below, `upper` 0 or above. */
export interface ShareSpread {
  readonly lower: number
  readonly upper: number
}

/**
 * From the events (0 to trials) of each slot to the central 95% of their share's deviation over 1,000 resamples.
 * Null where the slots behave as if every request were drawn for itself.
 */
export type SlotBootstrap = (events: ArrayLike<number>) => ShareSpread | null

const RESAMPLES = 1000

/**
 * Draws are made once and serve every call: the same seed gives the same answer.
 * @param slots in the order of their seconds
 */
export function slotBootstrap(slots: readonly SlotTrials[], seed: number): SlotBootstrap {
  const phases = slotsByPhase(slots)
  const trials = Float64Array.from(slots, (slot) => slot.trials)
  const resamplers = blockLengths(phases).map((length) => {
    const blocks = phases.map((phase) => phaseBlocks(phase, length))
    return resampler(blocks, trials, randomStream(seed, `slot-bootstrap/${length}`))
  })
  return (events) => {
    const spreads = resamplers.flatMap((spreadOf) => spreadOf(events) ?? [])
    if (spreads.length === 0) return null
    return {
      lower: Math.min(...spreads.map(({ lower }) => lower)),
      upper: Math.max(...spreads.map(({ upper }) => upper)),
    }
  }
}

function slotsByPhase(slots: readonly SlotTrials[]): number[][] {
  const phases = new Map<number, number[]>()
  slots.forEach(({ phase }, index) => {
    const indices = phases.get(phase)
    if (indices) indices.push(index)
    else phases.set(phase, [index])
  })
  return [...phases.values()]
}

/** The bootstrap with blocks of one length. */
function resampler(phases: readonly PhaseBlocks[], trials: Float64Array, random: Random): SlotBootstrap {
  let drawn: Resamples | undefined
  return (events) => {
    const widening = wideningIfDispersed(phases, events, trials)
    if (widening === null) return null
    drawn ??= drawResamples(phases, trials, random)
    return spreadOver(drawn, cellSums(phases, events), total(events) / total(trials), widening)
  }
}

/** Everything about the resamples that the events have no part in. */
interface Resamples {
  /** For each resample in turn, which of the cells (see `cellSums`) it is made of. */
  readonly draws: Uint32Array
  readonly drawsEach: number
  /** How many requests each resample holds. */
  readonly trials: Float64Array
}

function drawResamples(phases: readonly PhaseBlocks[], trials: Float64Array, random: Random): Resamples {
  const drawsEach = phases.reduce((sum, phase) => sum + wholeBlocks(phase) + 1, 0)
  const draws = new Uint32Array(RESAMPLES * drawsEach)
  for (let i = 0; i < draws.length; ) {
    let offset = 0
    for (const phase of phases) {
      const starts = phase.slots.length
      const start = () => offset + (phase.resampled ? Math.floor(random() * starts) : 0)
      for (let block = wholeBlocks(phase); block > 0; block--) draws[i++] = start()
      draws[i++] = starts + start()
      offset += 2 * starts
    }
  }
  return { draws, drawsEach, trials: resampledSums(cellSums(phases, trials), draws, drawsEach) }
}

function wholeBlocks({ slots, length }: PhaseBlocks): number {
  return Math.floor(slots.length / length)
}

/** By phase: what each whole block holds, then what each shorter one holds that fills the rest of a resample. */
function cellSums(phases: readonly PhaseBlocks[], amounts: ArrayLike<number>): Float64Array {
  const parts = phases.flatMap(({ slots, length }) => [
    runningSums(slots, length, amounts),
    runningSums(slots, slots.length % length, amounts),
  ])
  const cells = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    cells.set(part, offset)
    offset += part.length
  }
  return cells
}

function resampledSums(cells: Float64Array, draws: Uint32Array, drawsEach: number): Float64Array {
  const sums = new Float64Array(RESAMPLES)
  for (let resample = 0, i = 0; resample < RESAMPLES; resample++) {
    let sum = 0
    for (const end = i + drawsEach; i < end; i++) sum += cells[draws[i] as number] as number
    sums[resample] = sum
  }
  return sums
}

function spreadOver(resamples: Resamples, cells: Float64Array, observed: number, widening: number): ShareSpread {
  const { draws, drawsEach, trials } = resamples
  const deviations = resampledSums(cells, draws, drawsEach)
    .map((sum, i) => (trials[i] === 0 ? 0 : sum / (trials[i] as number) - observed))
    .sort()
  const at = (quantile: number) => deviations[Math.floor(quantile * (RESAMPLES - 1))] as number
  return { lower: Math.min(0, at(TAIL) * widening), upper: Math.max(0, at(1 - TAIL) * widening) }
}

/**
 * Whether blocks vary more than independent requests would (5% level), and by how much to widen their bootstrap:
 * Student's t, for blocks are few, and √(N / (N − b)) for blocks of b of N slots, which resampling leaves out.
 * @returns null where they do not
 */
function wideningIfDispersed(
  phases: readonly PhaseBlocks[],
  events: ArrayLike<number>,
  trials: Float64Array,
): number | null {
  let [squares, expected, expectedSeen, freedom] = [0, 0, 0, 0]
  for (const { slots, length, resampled } of phases) {
    const phaseTrials = slots.reduce((sum, slot) => sum + (trials[slot] as number), 0)
    const share = slots.reduce((sum, slot) => sum + (events[slot] as number), 0) / phaseTrials
    if (!resampled || !(share > 0 && share < 1)) continue
    const blockEvents = runningSums(slots, length, events)
    const blockTrials = runningSums(slots, length, trials)
    blockEvents.forEach((sum, i) => {
      squares += (sum - share * (blockTrials[i] as number)) ** 2 / length
    })
    const variance = phaseTrials * share * (1 - share)
    expected += variance
    expectedSeen += variance * (1 - length / slots.length)
    freedom += slots.length / length - 1
  }
  if (freedom === 0 || squares / expectedSeen <= chiSquareOverFreedom(freedom)) return null
  return Math.sqrt(expected / expectedSeen) * (studentT(freedom) / studentT(Number.POSITIVE_INFINITY))
}

function total(amounts: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < amounts.length; i++) sum += amounts[i] as number
  return sum
}

/** The 95% point of chi-square, divided by its degrees of freedom. Source: Wilson and Hilferty (1931). */
function chiSquareOverFreedom(freedom: number): number {
  return (1 - 2 / (9 * freedom) + 1.6448536269514722 * Math.sqrt(2 / (9 * freedom))) ** 3
}

/** The 97.5% point of Student's t. Source: Cornish-Fisher expansion, Abramowitz and Stegun 26.7.5. */
function studentT(freedom: number): number {
  const z = 1.959963984540054
  return (
    z +
    (z ** 3 + z) / (4 * freedom) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * freedom ** 3)
  )
}
