// Which idle connections rest. Where a service closes a connection just as a request is on its way, that request is lost:
// an error of the test's making. So a connection that has been idle for nearly as long as the service keeps it is closed
// here first. It is opened again when it is needed and not before: a service must not be busy with connections that carry
// nothing. Some more than are in use are always open, so that a request seldom waits for one to open.

/** How often idle connections are looked at, in seconds. */
export const RECYCLING_INTERVAL_SECONDS = 0.1

const SMALLEST_RESERVE = 4

/** How long a connection may be idle: a second less than the service keeps it, or half of that. */
export function idleLimitSeconds(keepAliveSeconds: number): number {
  return Math.max(keepAliveSeconds - 1, keepAliveSeconds / 2)
}

/** How many idle connections are to be open beside those that carry a request: traffic may double at once. */
export function idleReserve(busy: number): number {
  return Math.max(SMALLEST_RESERVE, busy)
}

export interface IdleState<T> {
  readonly idle: readonly T[]
  /** Connections that carry a request. */
  readonly busy: number
  readonly opening: number
  readonly resting: number
  /** Infinity where the service does not say. */
  readonly keepAliveSeconds: number
  readonly nowSeconds: number
}

export interface Recycling<T> {
  /** To be closed, longest idle first. */
  readonly rest: readonly T[]
  /** How many resting ones are to be opened. */
  readonly wake: number
}

/** The most connections that are renewed at once where none rests that could stand in, as a fraction. */
const FRACTION_AT_ONCE = 0.1

/** What is to be done now. A connection that is too old rests only when enough others are open in its place. */
export function recycle<T extends { readonly idleSinceSeconds: number }>(state: IdleState<T>): Recycling<T> {
  const { idle, busy, opening, resting, keepAliveSeconds, nowSeconds } = state
  const limit = idleLimitSeconds(keepAliveSeconds)
  const old = idle
    .filter(({ idleSinceSeconds }) => nowSeconds - idleSinceSeconds >= limit)
    .sort((a, b) => a.idleSinceSeconds - b.idleSinceSeconds)
  const missing = Math.max(0, idleReserve(busy) - (idle.length - old.length))
  const surplus = Math.max(0, old.length - missing)
  const toOpen = Math.max(0, missing - opening)
  if (resting + surplus > 0 || toOpen === 0)
    return { rest: old.slice(0, surplus), wake: Math.min(resting + surplus, toOpen) }
  const renewed = Math.ceil(old.length * FRACTION_AT_ONCE)
  return { rest: old.slice(0, renewed), wake: renewed }
}
