// The unit in which a service observes its latencies. All that is shown is in seconds.

export const SECONDS_PER_UNIT = {
  nanoseconds: 1e-9,
  microseconds: 1e-6,
  milliseconds: 1e-3,
  seconds: 1,
  minutes: 60,
} as const

export type LatencyUnit = keyof typeof SECONDS_PER_UNIT

export const LATENCY_UNITS = Object.keys(SECONDS_PER_UNIT) as readonly LatencyUnit[]

/** Which unit, and how it is known: from the scenario, the metric's name, the page's `# UNIT`, or Prometheus' convention. */
export interface KnownUnit {
  readonly name: LatencyUnit
  readonly from: 'scenario' | 'name' | 'metadata' | 'convention'
}

// As libraries spell them. A lone `_s` or `_m` may be anything.
const SPELLINGS: Readonly<Record<LatencyUnit, readonly string[]>> = {
  nanoseconds: ['nanoseconds', 'nanosecond', 'nanosec', 'nanos', 'nsec', 'ns'],
  microseconds: ['microseconds', 'microsecond', 'microsec', 'micros', 'usec', 'usecs', 'us'],
  milliseconds: ['milliseconds', 'millisecond', 'millisec', 'millis', 'msec', 'msecs', 'ms'],
  seconds: ['seconds', 'second', 'secs', 'sec'],
  minutes: ['minutes', 'minute', 'mins', 'min'],
}

const UNIT_OF_SPELLING: ReadonlyMap<string, LatencyUnit> = new Map(
  LATENCY_UNITS.flatMap((unit) => SPELLINGS[unit].map((spelling): [string, LatencyUnit] => [spelling, unit])),
)

/** `milliseconds` for any spelling of it; undefined where the text is no unit of time. */
export function parseUnit(text: string): LatencyUnit | undefined {
  return UNIT_OF_SPELLING.get(text.toLowerCase())
}

/**
 * The unit at the end of a metric's name: `http_request_duration_ms`, `http.server.duration.milliseconds`. The names of
 * its series, and what recording rules write around it (`job:latency_ms_bucket:rate5m`), are read through.
 */
export function unitOfName(metric: string): LatencyUnit | undefined {
  for (const part of metric.split(':')) {
    const last = part.replace(/_(bucket|count|sum|histogram)$/, '').split(/[_.]/)
    const unit = last.length > 1 ? parseUnit(last.at(-1) ?? '') : undefined
    if (unit !== undefined) return unit
  }
  return undefined
}

/** The first that is known of what the scenario says, the name, and the page's metadata; seconds by convention. */
export function knownUnit(declared: LatencyUnit | null, metric: string, metadata: string | undefined): KnownUnit {
  if (declared !== null) return { name: declared, from: 'scenario' }
  const named = unitOfName(metric)
  if (named !== undefined) return { name: named, from: 'name' }
  const printed = metadata === undefined ? undefined : parseUnit(metadata)
  return printed === undefined ? { name: 'seconds', from: 'convention' } : { name: printed, from: 'metadata' }
}
