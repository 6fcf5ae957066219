// Recycles idle connections before the service closes them. Where a service closes a connection just as a request is on
// its way, that request is lost: an error of the test's making. So a connection that has been idle for nearly as long as
// the service keeps it is opened anew, a few at a time, so that most connections are always there.

/** How often idle connections are looked at, in seconds. */
export const RECYCLING_INTERVAL_SECONDS = 0.1

/** The most idle connections that are recycled at once, as a fraction. */
const FRACTION_AT_ONCE = 0.1

/** How long a connection may be idle: a second less than the service keeps it, or half of that. */
export function idleLimitSeconds(keepAliveSeconds: number): number {
  return Math.max(keepAliveSeconds - 1, keepAliveSeconds / 2)
}

/** The connections to recycle now, longest idle first. */
export function dueForRecycling<T extends { readonly idleSinceSeconds: number }>(
  idle: readonly T[],
  keepAliveSeconds: number,
  nowSeconds: number,
): T[] {
  const limit = idleLimitSeconds(keepAliveSeconds)
  return idle
    .filter(({ idleSinceSeconds }) => nowSeconds - idleSinceSeconds >= limit)
    .sort((a, b) => a.idleSinceSeconds - b.idleSinceSeconds)
    .slice(0, Math.ceil(idle.length * FRACTION_AT_ONCE))
}
