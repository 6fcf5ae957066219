// When a request times out: the scenario's `timeout` after it was sent, or, while it waits for a connection, as long after
// its intended start. So every arrival ends within twice the timeout of its intended start, whatever the service does.

/** @param sinceSeconds when the request was sent; its intended start while it waits */
export function requestDeadlineSeconds(sinceSeconds: number, timeoutSeconds: number): number {
  return sinceSeconds + timeoutSeconds
}
