// When it is day for a service, and when night: the busiest and the quietest third of the hours of a week.

import { expectedBetween, type RateShape } from './rate-shape.ts'

export interface DayAndNight {
  readonly day: TrafficHours
  /** Null where the traffic is the same at all hours. */
  readonly night: TrafficHours | null
}

export interface TrafficHours {
  /** Hours of the week, ascending: 0 is Monday from 0:00 to 1:00, in UTC. */
  readonly hours: readonly number[]
  /** The mean over them. */
  readonly ratePerSecond: number
}

const HOURS = 168
const HOUR_SECONDS = 3600
/** The first Monday since the Unix epoch, in seconds. */
export const MONDAY_UNIX_SECONDS = 4 * 86_400

export function dayAndNight(shape: RateShape): DayAndNight {
  const rates = Array.from({ length: HOURS }, (_, hour) => {
    const from = MONDAY_UNIX_SECONDS + hour * HOUR_SECONDS
    return expectedBetween(shape, from, from + HOUR_SECONDS) / HOUR_SECONDS
  })
  const rateOf = (hour: number) => rates[hour] as number
  const ascending = rates.map((_, hour) => hour).sort((a, b) => rateOf(a) - rateOf(b) || a - b)
  const hoursOf = (hours: readonly number[]): TrafficHours => ({
    hours: [...hours].sort((a, b) => a - b),
    ratePerSecond: hours.reduce((sum, hour) => sum + rateOf(hour), 0) / hours.length,
  })
  if (isSame(Math.min(...rates), Math.max(...rates))) return { day: hoursOf(ascending), night: null }
  return { day: hoursOf(ascending.slice(-HOURS / 3)), night: hoursOf(ascending.slice(0, HOURS / 3)) }
}

/** But for rounding. */
function isSame(lowest: number, highest: number): boolean {
  return highest - lowest <= 1e-9 * highest
}
