// How busy a generator thread is, and when it is saturated.
//
// An answer that has arrived waits in the kernel until the event loop gets to it. While the loop has pauses it gets to it
// at once. A loop without a pause serves answers and arrivals one after the other, as a queue does: what waits in it
// waits for the generator and not for the service, and nothing in the request's own timings shows that. So the thread's
// own load is measured, ten times a second.
//
// Busy-waiting is no load: a turn of the loop that only waits reads an answer at once.

/** What was measured over some time. Seconds. */
export interface ThreadLoadSample {
  readonly wallSeconds: number
  /** During which the event loop was not waiting for events, busy-waiting left out. */
  readonly activeSeconds: number
  /** On a core, busy-waiting left out. */
  readonly cpuSeconds: number
  /** Ready to run, but without a core. */
  readonly waitingForCoreSeconds: number
}

export interface ThreadLoad extends ThreadLoadSample {
  /** Of the wall time: in samples in which the thread was saturated. */
  readonly saturatedSeconds: number
}

/**
 * From this share of the time on, a loop counts as saturated. A queue that is busy for a share ρ of the time makes its
 * entries wait for ρ / (1 − ρ) times what one of them takes: 9 times at 0.9, less than 2 ms where a turn of the loop
 * takes 0.2 ms; at 0.95 twice that, and from 1 on without a bound. Measured: docs/decisions/0008.
 */
const SATURATED_SHARE = 0.9

export function isSaturated({
  wallSeconds,
  activeSeconds,
  cpuSeconds,
  waitingForCoreSeconds,
}: ThreadLoadSample): boolean {
  // A thread that is preempted at work is active all the while; one that is kept from waking up is not.
  return Math.max(activeSeconds, cpuSeconds + waitingForCoreSeconds) >= SATURATED_SHARE * wallSeconds
}

export const NO_THREAD_LOAD: ThreadLoad = {
  wallSeconds: 0,
  activeSeconds: 0,
  cpuSeconds: 0,
  waitingForCoreSeconds: 0,
  saturatedSeconds: 0,
}

export function addSample(load: ThreadLoad, sample: ThreadLoadSample): ThreadLoad {
  return {
    wallSeconds: load.wallSeconds + sample.wallSeconds,
    activeSeconds: load.activeSeconds + sample.activeSeconds,
    cpuSeconds: load.cpuSeconds + sample.cpuSeconds,
    waitingForCoreSeconds: load.waitingForCoreSeconds + sample.waitingForCoreSeconds,
    saturatedSeconds: load.saturatedSeconds + (isSaturated(sample) ? sample.wallSeconds : 0),
  }
}
