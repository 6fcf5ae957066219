// A sleep that never ends early. setTimeout does in about half of all cases, by up to a millisecond: a simulated delay
// that equals a bucket's bound would fall below or above it at random. This sleep ends up to about a millisecond late.

/** A longer setTimeout fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/**
 * Resolves once `performance.now()` has passed the target, or at once when the signal is aborted. Never rejects later.
 * @throws RangeError unless finite and not negative
 */
export function sleepAtLeast(seconds: number, signal?: AbortSignal): Promise<void> {
  if (!(seconds >= 0 && Number.isFinite(seconds))) throw new RangeError(`expected 0 s or more, got ${seconds}`)
  const targetMs = performance.now() + seconds * 1e3
  return new Promise((resolve) => {
    if (seconds === 0 || signal?.aborted) return resolve()
    let timer: NodeJS.Timeout | undefined
    const finish = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', finish)
      resolve()
    }
    const wakeUp = () => {
      const leftMs = targetMs - performance.now()
      if (leftMs <= 0) finish()
      else timer = setTimeout(wakeUp, Math.min(leftMs, LONGEST_TIMER_MS))
    }
    signal?.addEventListener('abort', finish, { once: true })
    wakeUp()
  })
}
