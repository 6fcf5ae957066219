// When a target is scraped, and which of its scrapes get no page in time.

import type { Random } from '../../core/random.ts'
import type { ArrayPool } from '../../prometheus/columns/expression/instants.ts'
import { alignedSeconds, RoundTimestamps } from '../../prometheus/embedded/round-timestamps.ts'
import type { ScrapesOfDays } from '../monitor/scrape-behaviour.ts'

export interface ScrapeTimes {
  /** When the page was read, in seconds of the simulation, ascending. */
  readonly seconds: Float64Array
  /** Of the samples: milliseconds since the Unix epoch. */
  readonly timesMs: Float64Array
  /** 1 where no page came in time. */
  readonly lost: Uint8Array
}

export interface ScrapeTimesOptions {
  readonly seconds: number
  readonly startedAtUnixMs: number
  readonly scrapeIntervalSeconds: number
  readonly scrapes: ScrapesOfDays
  readonly random: Random
  readonly arrays: ArrayPool
}

/** How often a target is scraped in some time, at most. */
export function mostScrapes({
  seconds,
  scrapeIntervalSeconds,
}: Pick<ScrapeTimesOptions, 'seconds' | 'scrapeIntervalSeconds'>): number {
  return Math.floor(seconds / scrapeIntervalSeconds) + 1
}

export function scrapeTimes(options: ScrapeTimesOptions): ScrapeTimes {
  const { scrapeIntervalSeconds: interval, scrapes, random, startedAtUnixMs, arrays } = options
  const { jitterSeconds, failureShare } = scrapes
  const offsetSeconds = offsetOf(options)
  const ticks = mostScrapes(options)
  const [seconds, timesMs, lost] = [arrays.floats(ticks), arrays.floats(ticks), arrays.bytes(ticks)]
  const timestamps = new RoundTimestamps({ startSeconds: 0, startedAtUnixMs })
  const isPunctual = jitterSeconds === 0 && failureShare === 0
  let count = 0
  for (let tick = 0; tick < ticks; tick++) {
    // Drawn in any case where anything is: the nth scrape's draws depend on the seed alone.
    const [jitter, draw] = isPunctual ? [0, 1] : [random(), random()]
    const at = tick * interval + offsetSeconds + jitterSeconds * jitter
    if (at > options.seconds) break
    seconds[count] = at
    timesMs[count] = timestamps.take('scheduled', alignedSeconds(tick * interval, at, interval))
    lost[count] = Number(draw < failureShare)
    count++
  }
  return { seconds: seconds.subarray(0, count), timesMs: timesMs.subarray(0, count), lost: lost.subarray(0, count) }
}

/** In whole milliseconds, as samples are timed. */
function offsetOf({ scrapes, scrapeIntervalSeconds, random }: ScrapeTimesOptions): number {
  const { offsetSeconds = 0, jitterSeconds } = scrapes
  if (offsetSeconds !== 'drawn') return offsetSeconds
  return Math.floor(random() * (scrapeIntervalSeconds - jitterSeconds) * 1e3) / 1e3
}
