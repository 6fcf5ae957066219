import type { ImportedRate } from '../../imported-traffic.ts'

const SLOT_SECONDS = [1, 5, 10, 30, 60, 300, 600, 1800, 3600, 21_600, 86_400]
const MOST_SLOTS = 48

/** Arrivals a second, by slots of one length from the first request to the last. @param seconds of each arrival, whole */
export function arrivalRates(seconds: readonly number[]): ImportedRate[] {
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  for (const second of seconds) {
    first = Math.min(first, second)
    last = Math.max(last, second)
  }
  const length = last - first + 1
  const slot = SLOT_SECONDS.find((candidate) => length / candidate <= MOST_SLOTS) ?? Math.ceil(length / MOST_SLOTS)
  const counts = Array.from({ length: Math.ceil(length / slot) }, () => 0)
  for (const second of seconds) {
    const at = Math.floor((second - first) / slot)
    counts[at] = (counts[at] ?? 0) + 1
  }
  return counts.map((count, i) => {
    const lengthSeconds = Math.min(slot, length - i * slot)
    return { fromSeconds: i * slot, lengthSeconds, requestsPerSecond: count / lengthSeconds }
  })
}
