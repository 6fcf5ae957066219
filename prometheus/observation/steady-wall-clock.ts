// The wall clock as of now, which then goes on with the monotonic one: it may be set to another day during a run, and a
// Prometheus must not be asked for all the days between.

/** In milliseconds since the Unix epoch. */
export function steadyWallClock(): () => number {
  const originMs = Date.now() - performance.now()
  return () => originMs + performance.now()
}
