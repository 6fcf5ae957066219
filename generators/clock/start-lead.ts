// How long before a start its message is sent: it has to reach the slowest generator, and be handed to its thread, before
// the instant it names. One that comes too late begins late, and says so.

/** To be decoded, translated and handed to the generator's thread, on a busy machine too. */
const HANDLING_SECONDS = 0.5

/** Twice as long as the slowest of some dozens of round trips took: the message takes one of its two ways. */
const TIMES_SLOWEST = 2

/** A connection slower than that is not waited for. */
const MOST_SECONDS = 5

/** @param slowestSeconds of each generator: the longest of its round trips */
export function startLeadSeconds(slowestSeconds: readonly number[]): number {
  return Math.min(MOST_SECONDS, HANDLING_SECONDS + TIMES_SLOWEST * Math.max(0, ...slowestSeconds))
}
