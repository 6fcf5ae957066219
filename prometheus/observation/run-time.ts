// The run's time on three axes: the machine's monotonic seconds, seconds of the run, and the milliseconds since the Unix
// epoch that samples carry.

export interface RunTime {
  /** Where second 0 of the run lies on the monotonic axis. */
  readonly startSeconds: number
  readonly startedAtUnixMs: number
}

export function timestampOf(time: RunTime, monotonicSeconds: number): number {
  return Math.round(time.startedAtUnixMs + (monotonicSeconds - time.startSeconds) * 1e3)
}

export function secondOfRun(time: RunTime, timestampMs: number): number {
  return (timestampMs - time.startedAtUnixMs) / 1e3
}
