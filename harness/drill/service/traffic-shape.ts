// Which rates hours and weekdays have, relative to one another, from rates that were recorded.

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const HOURS = 24
const WEEKDAYS = 7
/** The day on which the Unix epoch began was a Thursday; weeks are counted from Monday. */
const EPOCH_WEEKDAY = 3
/** Of a day, so much must be known for its hours to be. */
const KNOWN_SHARE = 0.9

export interface TrafficShape {
  /** Null where less than a day is known. */
  readonly hours: readonly number[] | null
  /** Null where less than a week is known. */
  readonly weekdays: readonly number[] | null
}

export interface RecordedRate {
  readonly atMs: number
  readonly rate: number
}

/** @param stepSeconds from one rate to the next */
export function trafficShape(rates: readonly RecordedRate[], stepSeconds: number): TrafficShape {
  const knownSeconds = rates.length * stepSeconds
  const hours = means(rates, HOURS, ({ atMs }) => Math.floor(modulo(atMs, DAY_MS) / HOUR_MS))
  const weekdays = means(rates, WEEKDAYS, ({ atMs }) => modulo(Math.floor(atMs / DAY_MS) + EPOCH_WEEKDAY, WEEKDAYS))
  return {
    hours: knownSeconds < KNOWN_SHARE * HOURS * 3600 ? null : hours,
    weekdays: knownSeconds < KNOWN_SHARE * WEEKDAYS * HOURS * 3600 ? null : weekdays,
  }
}

/** Null where one of them is not known, or all are 0. */
function means(
  rates: readonly RecordedRate[],
  count: number,
  placeOf: (rate: RecordedRate) => number,
): readonly number[] | null {
  const sums = new Array<number>(count).fill(0)
  const seen = new Array<number>(count).fill(0)
  for (const each of rates) {
    const place = placeOf(each)
    sums[place] = (sums[place] ?? 0) + each.rate
    seen[place] = (seen[place] ?? 0) + 1
  }
  if (seen.includes(0) || sums.every((sum) => sum === 0)) return null
  return sums.map((sum, i) => sum / (seen[i] as number))
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by
}
