// How traffic goes up and down over days and weeks, and how many requests are expected between two instants.
//
//   λ(t) = mean · day(weekday of t) · hour(time of day of t)     requests per second
//
// `hours` are relative rates at the full hours, straight lines between them; `weekdays` are relative to one another, one for
// each whole day. Both have the mean 1, so that the mean over a week is the mean that was asked for. All in UTC.

export interface RateShape {
  readonly meanRatePerSecond: number
  /** At 0:00, 1:00 … 23:00. */
  readonly hours: readonly number[]
  /** Monday first. */
  readonly weekdays: readonly number[]
}

const HOURS = 24
const WEEKDAYS = 7
const HOUR_SECONDS = 3600
const DAY_SECONDS = HOURS * HOUR_SECONDS
/** The day on which the Unix epoch began was a Thursday. */
const EPOCH_WEEKDAY = 3

/** @throws RangeError unless the mean is 0 or more, and there are 24 hours and 7 weekdays, 0 or more and not all 0 */
export function rateShape(
  meanRatePerSecond: number,
  hours: readonly number[] = new Array(HOURS).fill(1),
  weekdays: readonly number[] = new Array(WEEKDAYS).fill(1),
): RateShape {
  if (!(meanRatePerSecond >= 0 && Number.isFinite(meanRatePerSecond)))
    throw new RangeError(`expected a mean rate of 0 per second or more, got ${meanRatePerSecond}`)
  return {
    meanRatePerSecond,
    hours: withMeanOne('hours', hours, HOURS),
    weekdays: withMeanOne('weekdays', weekdays, WEEKDAYS),
  }
}

/** Requests per second at an instant, in seconds since the Unix epoch. */
export function rateAt(shape: RateShape, unixSeconds: number): number {
  const hour = Math.floor(unixSeconds / HOUR_SECONDS)
  const [start, end] = hourEnds(shape, hour)
  return start + (end - start) * (unixSeconds / HOUR_SECONDS - hour)
}

/** Requests expected between two instants: the area under the rate, exact but for rounding. */
export function expectedBetween(shape: RateShape, fromSeconds: number, toSeconds: number): number {
  let area = 0
  for (let from = fromSeconds; from < toSeconds; ) {
    const hour = Math.floor(from / HOUR_SECONDS)
    const to = Math.min(toSeconds, (hour + 1) * HOUR_SECONDS)
    const [start, end] = hourEnds(shape, hour)
    const middle = (from + to) / 2 / HOUR_SECONDS - hour
    area += (start + (end - start) * middle) * (to - from)
    from = to
  }
  return area
}

/** The rates at both ends of an hour, which belongs to one weekday. @param hour since the Unix epoch */
function hourEnds({ meanRatePerSecond, hours, weekdays }: RateShape, hour: number): [start: number, end: number] {
  const day = Math.floor((hour * HOUR_SECONDS) / DAY_SECONDS)
  const rate = meanRatePerSecond * (weekdays[modulo(day + EPOCH_WEEKDAY, WEEKDAYS)] as number)
  const hourOfDay = modulo(hour, HOURS)
  return [rate * (hours[hourOfDay] as number), rate * (hours[(hourOfDay + 1) % HOURS] as number)]
}

function withMeanOne(what: string, values: readonly number[], count: number): number[] {
  const sum = values.reduce((total, value) => total + value, 0)
  if (values.length !== count || !(sum > 0) || values.some((value) => !(value >= 0 && Number.isFinite(value))))
    throw new RangeError(`${what}: expected ${count} relative rates, 0 or more and not all 0, got ${values.join(', ')}`)
  return values.map((value) => (value * count) / sum)
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by
}
