/** What one generator thread did during a part of the run, about a second. */
export interface GeneratorInterval {
  readonly startSeconds: number
  readonly endSeconds: number
  /** CPU time over wall time, without busy-waiting. */
  readonly cpuShare: number
  /** The part of the time in which the event loop had work: 1 is without a pause. Without busy-waiting. */
  readonly eventLoopUtilization: number
  /** The part of the time in which the thread was ready to run and had no core: other programs, or a quota. */
  readonly waitingForCoreShare: number
  /** For how long the thread was saturated: an answer that came then may have been read at any later time. */
  readonly saturatedSeconds: number
  /** Arrivals that waited for a connection at the end. */
  readonly backlog: number
}
