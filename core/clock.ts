// Time as the harness sees it: seconds on one monotonic axis that all threads and local processes share.

export interface Clock {
  /** Seconds on the machine's monotonic axis (CLOCK_MONOTONIC): comparable between threads and local processes. */
  nowSeconds(): number
  /** Resolves after `seconds`, or at once when the signal is aborted. Never rejects. */
  sleep(seconds: number, signal?: AbortSignal): Promise<void>
}

// performance.now() is cheap but starts at zero in each thread; hrtime is shared. The difference is constant per thread.
// A thread that is interrupted between the two readings sees too small a difference: the largest of several is right.
const offsetSeconds = Math.max(
  ...Array.from({ length: 10 }, () => Number(process.hrtime.bigint()) / 1e9 - performance.now() / 1e3),
)

// A timer of more takes the number modulo 2^32 and fires at once.
const LONGEST_TIMER_MS = 2 ** 31 - 1

export const systemClock: Clock = {
  nowSeconds: () => offsetSeconds + performance.now() / 1e3,
  sleep: (seconds, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const endsAtMs = performance.now() + Math.max(0, seconds * 1e3)
      let timer: NodeJS.Timeout
      const wait = () => {
        const leftMs = endsAtMs - performance.now()
        timer = leftMs > LONGEST_TIMER_MS ? setTimeout(wait, LONGEST_TIMER_MS) : setTimeout(done, Math.max(0, leftMs))
      }
      const done = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      wait()
      signal?.addEventListener('abort', done, { once: true })
    }),
}
