// What a simulated run assumes in place of a real machine: how late its timers are, what the way to the service and back
// takes, how long a fresh server process takes to listen. Seconds.

export interface MachineModel {
  /** The service's work ends up to this much late, evenly spread: Node's timers go by the millisecond. */
  readonly wakeLatenessSeconds: number
  /** What a request spends on the way to the service's stopwatch and from it back, together. */
  readonly exchangeSeconds: number
  /** From the end of a server process until the next one listens. */
  readonly restartSeconds: number
  /** What a scrape takes. */
  readonly scrapeSeconds: number
}

/** As measured on a machine of two cores that had little else to do (bench/goals/twin.ts). */
export const USUAL_MACHINE: MachineModel = {
  wakeLatenessSeconds: 0.001,
  exchangeSeconds: 0.0006,
  restartSeconds: 0.2,
  scrapeSeconds: 0.002,
}
