// Latencies that a service had, and what a scraped histogram keeps of them: for tests that know the truth.

import { type Random, randomStream } from '../../../core/random.ts'

export const START_MS = 1_700_000_000_000

export interface Recording {
  readonly seed: number
  readonly bounds: readonly number[]
  readonly scrapes: number
  readonly scrapeMs: number
  readonly instances: readonly string[]
  /** How many observations lie between two scrapes, and how long each takes. */
  readonly observed: (random: Random, scrape: number) => readonly number[]
  /** Whether a scrape is missed, and whether the process restarts before it. */
  readonly missed?: (random: Random, scrape: number, instance: string) => boolean
  readonly restarts?: (random: Random, scrape: number, instance: string) => boolean
}

export interface Recorded {
  /** OpenMetrics text with timestamps. */
  readonly text: string
  readonly endMs: number
  /** All observations up to and with each scrape, in the order of scrapes. */
  readonly observations: readonly (readonly number[])[]
}

export function recordLatencies(recording: Recording): Recorded {
  const { seed, bounds, scrapes, scrapeMs, instances, observed } = recording
  const random = randomStream(seed, 'recorded-latencies')
  const lines: string[] = ['# TYPE latency_seconds histogram\n']
  const observations: number[][] = []
  for (const instance of instances) {
    const upper = [...bounds, Number.POSITIVE_INFINITY]
    let counts = upper.map(() => 0)
    let sum = 0
    for (let scrape = 0; scrape < scrapes; scrape++) {
      if (recording.restarts?.(random, scrape, instance)) {
        counts = upper.map(() => 0)
        sum = 0
      }
      const seconds = observed(random, scrape)
      observations.push([...seconds])
      for (const each of seconds) {
        sum += each
        counts = counts.map((count, i) => (each <= (upper[i] as number) ? count + 1 : count))
      }
      if (recording.missed?.(random, scrape, instance)) continue
      const at = (START_MS + scrape * scrapeMs) / 1e3
      const labels = `instance="${instance}"`
      upper.forEach((bound, i) => {
        const le = Number.isFinite(bound) ? String(bound) : '+Inf'
        lines.push(`latency_seconds_bucket{${labels},le="${le}"} ${counts[i]} ${at}\n`)
      })
      lines.push(`latency_seconds_sum{${labels}} ${sum} ${at}\n`)
      lines.push(`latency_seconds_count{${labels}} ${counts.at(-1)} ${at}\n`)
    }
  }
  return { text: `${lines.join('')}# EOF\n`, endMs: START_MS + (scrapes - 1) * scrapeMs, observations }
}
