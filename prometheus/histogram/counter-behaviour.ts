// How the counters of one instance behaved over its scrapes: whether the difference of two scrapes is what was observed
// between them. Told from the counts, and from the time at which the process started where the page prints it.
//
//   one process                 the counts never fall
//   restart                     they fall to what one interval can bring, and go on from there; a new start time
//   several processes           they fall and come back: each scrape is answered by one of several processes, which
//                               count for themselves; a start time that comes back
//   reset at every scrape       each scrape shows what was observed since the last one

import type { ImpossibleCounts } from '../../core/run/prometheus-record.ts'

/** One scrape of one instance that succeeded. */
export interface CounterSample {
  /** Since the Unix epoch. */
  readonly atSeconds: number
  /** All observations of the histogram, over its label sets. */
  readonly count: number
  /** Whether any counter of it fell since the sample before. A label set that went missing did not. */
  readonly fell: boolean
  /** `process_start_time_seconds`, or else `_created` of the oldest series; null where the page prints neither. */
  readonly startedAt: number | null
  /** Absent where the page may be true. */
  readonly impossible?: ImpossibleCounts
}

export type CounterBehaviour = 'oneProcess' | 'restart' | 'severalProcesses' | 'resetAtScrape'

/** @param samples in the order of time, those before the baseline included */
export function counterBehaviour(samples: readonly CounterSample[]): CounterBehaviour {
  if (startComesBack(samples)) return 'severalProcesses'
  const steps = stepsOf(samples)
  const resets = steps.filter(({ fell, isReplaced }) => fell || isReplaced)
  if (resets.length === 0) return 'oneProcess'
  const untold = resets.filter(({ isNewProcess }) => !isNewProcess)
  if (untold.length > 0 && isResetAtScrape(steps)) return 'resetAtScrape'
  const areFresh = steps.every(({ fell, isReplaced }, i) => !(fell || isReplaced) || isFreshCount(steps, i))
  return areFresh && (untold.length === 0 || !countsComeBack(steps)) ? 'restart' : 'severalProcesses'
}

/**
 * Whether another process answers than at the sample before, by its start time, and had not started then: its counters
 * began at zero in between, however high they stand. Without a fall of the counters, a start time that lies before the
 * last sample is a correction of the clock.
 */
export function isReplaced(before: CounterSample, sample: CounterSample): boolean {
  return isNewProcess(before, sample) && (sample.startedAt ?? 0) >= before.atSeconds - SAME_START_SECONDS
}

function isNewProcess({ startedAt: was }: CounterSample, { startedAt: is }: CounterSample): boolean {
  return was !== null && is !== null && is > was && !isSameStart(was, is)
}

// Start times are whole seconds in some libraries, and move by a clock's correction in others.
const SAME_START_SECONDS = 2

/** A start time that was seen before another one belongs to a process that never ended. */
function startComesBack(samples: readonly CounterSample[]): boolean {
  const starts = samples.flatMap(({ startedAt }) => startedAt ?? [])
  const left: number[] = []
  for (const [i, start] of starts.entries()) {
    if (left.some((earlier) => isSameStart(earlier, start))) return true
    const before = starts[i - 1]
    if (before !== undefined && !isSameStart(before, start)) {
      // A process that started before the one just seen did not replace it.
      if (start < before && samples.some(({ fell }) => fell)) return true
      left.push(before)
    }
  }
  return false
}

function isSameStart(a: number, b: number): boolean {
  return Math.abs(a - b) <= SAME_START_SECONDS
}

/** From one sample to the next. */
interface Step {
  readonly before: number
  readonly count: number
  readonly elapsedSeconds: number
  readonly fell: boolean
  /** It passed in this one interval the count from which the counters had fallen. */
  readonly comesBack: boolean
  readonly isNewProcess: boolean
  readonly isReplaced: boolean
}

function stepsOf(samples: readonly CounterSample[]): Step[] {
  let fellFrom: number | null = null
  return samples.slice(1).map((sample, i) => {
    const before = samples[i] as CounterSample
    const comesBack: boolean = fellFrom !== null && !sample.fell && sample.count >= fellFrom
    if (sample.fell) fellFrom = Math.max(before.count, fellFrom ?? 0)
    else if (comesBack) fellFrom = null
    return {
      before: before.count,
      count: sample.count,
      elapsedSeconds: Math.max(0, sample.atSeconds - before.atSeconds),
      fell: sample.fell,
      comesBack,
      isNewProcess: isNewProcess(before, sample),
      isReplaced: isReplaced(before, sample),
    }
  })
}

// What one interval can bring, against the busiest of the others: traffic varies from one to the next. What arrived while
// the process was away lies in the same interval.
const BUSIER = 2
// A new start time speaks for a restart; the count has to speak against it clearly.
const MUCH_BUSIER = 10
const A_FEW = 5

/** Whether a counter that fell shows no more than one interval can have brought to a process that began at zero. */
function isFreshCount(steps: readonly Step[], index: number): boolean {
  const { count, elapsedSeconds, isNewProcess } = steps[index] as Step
  const rate = rateAround(steps, index)
  if (rate === null) return true
  return count <= (isNewProcess ? MUCH_BUSIER : BUSIER) * rate * Math.max(elapsedSeconds, shortest(steps)) + A_FEW
}

/** Whether the counters, having fallen, were back in one interval, by far more than the intervals around it brought. */
function countsComeBack(steps: readonly Step[]): boolean {
  if (alternates(steps)) return true
  return steps.some(({ comesBack, before, count, elapsedSeconds }, i) => {
    // Asked first: of a long run only few steps are looked at closer.
    if (!comesBack) return false
    const rate = rateAround(steps, i) ?? 0
    return count - before > BUSIER * rate * Math.max(elapsedSeconds, shortest(steps)) + A_FEW
  })
}

const FEWEST_FALLS = 3

/**
 * No service is restarted again and again and has each time, in one interval, as many requests as in all its life before.
 * It may well grow past that count step by step.
 */
function alternates(steps: readonly Step[]): boolean {
  const falls = steps.filter(({ fell }) => fell).length
  const returns = steps.filter(({ comesBack }, i) => comesBack && steps[i - 1]?.fell).length
  return falls >= FEWEST_FALLS && returns >= falls - 1
}

/**
 * Observations per second around a step: the lower of the two nearest rises on each side, and of those the higher, so that
 * traffic may change at the step itself, and a single rise from one process to another does not count. Null without any.
 */
function rateAround(steps: readonly Step[], index: number): number | null {
  const leastSeconds = shortest(steps)
  const rates = (side: readonly Step[]) =>
    side
      .filter(({ fell, comesBack, isReplaced, before, count }) => !fell && !comesBack && !isReplaced && count > before)
      .map(({ before, count, elapsedSeconds }) => (count - before) / Math.max(elapsedSeconds, leastSeconds))
  const sides = [rates(steps.slice(0, index)).slice(-2), rates(steps.slice(index + 1)).slice(0, 2)]
  const lowest = sides.filter((side) => side.length > 0).map((side) => Math.min(...side))
  return lowest.length === 0 ? null : Math.max(...lowest)
}

/** Two scrapes in quick succession make rates of chance: half the usual interval is the shortest that counts. */
function shortest(steps: readonly Step[]): number {
  return median(steps.map(({ elapsedSeconds }) => elapsedSeconds)) / 2
}

const FEWEST_DROPS = 2
const FEWEST_SHARE = 1 / 3
const STEADY = 2
const FEWEST_SAMPLES = 4

/**
 * Each sample shows the observations of one interval: next to none after a short interval. Where all intervals are alike,
 * no more at the end than in the beginning, and not the counts of a few counters that each only grow.
 */
function isResetAtScrape(steps: readonly Step[]): boolean {
  const drops = steps.filter(({ fell }) => fell).length
  if (drops < FEWEST_DROPS || drops < FEWEST_SHARE * steps.length) return false
  const longest = shortest(steps)
  const usual = steps.filter(({ elapsedSeconds }) => elapsedSeconds > longest)
  const short = steps.filter(({ elapsedSeconds }) => elapsedSeconds <= longest)
  const rates = usual.map(({ count, elapsedSeconds }) => count / elapsedSeconds)
  const busiest = Math.max(...rates)
  if (short.some(({ count, elapsedSeconds }) => count > busiest * elapsedSeconds + A_FEW)) return false
  if (short.length > 0 && median(usual.map(({ count }) => count)) > 2 * A_FEW) return true
  const middle = Math.ceil(rates.length / 2)
  const [first, second] = [median(rates.slice(0, middle)), median(rates.slice(middle))]
  const isSteady = busiest <= STEADY * median(rates) && median(rates) <= STEADY * Math.min(...rates)
  return usual.length >= FEWEST_SAMPLES && isSteady && second < 1.5 * first && !areChains(usual)
}

/** Whether the counts are those of two or three counters that each only grow, by little. */
function areChains(steps: readonly Step[]): boolean {
  const tops: number[] = []
  let [links, growth] = [0, 0]
  for (const { count } of steps) {
    const place = tops.reduce((best, top, i) => (top <= count && top > (tops[best] ?? -1) ? i : best), -1)
    if (place < 0) tops.push(count)
    else {
      links++
      growth += count - (tops[place] as number)
      tops[place] = count
    }
  }
  const spread = Math.max(...tops) - Math.min(...tops)
  return links >= steps.length / 2 && growth / links < spread / 4
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
}
