// When a request times out: the scenario's `timeout` after it was sent, or, while it waits for a connection, as long after
// its intended start. So every arrival ends within twice the timeout of its intended start, whatever the service does.

/** @param sinceSeconds when the request was sent; its intended start while it waits */
export function requestDeadlineSeconds(sinceSeconds: number, timeoutSeconds: number): number {
  return sinceSeconds + timeoutSeconds
}

/** Beyond this something is wrong. */
const DRAIN_MARGIN_SECONDS = 1

/** How long after the end of a segment its last requests are waited for. */
export function drainSecondsOf(timeoutSeconds: number): number {
  return 2 * timeoutSeconds + DRAIN_MARGIN_SECONDS
}
