/** Draws the next latency: seconds, 0 or more, finite. */
export type LatencySampler = () => number
