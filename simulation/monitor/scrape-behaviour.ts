// How well the scrapes of a simulated run go.

export interface ScrapeBehaviour {
  /** A scrape comes up to this much after its tick, evenly spread. Below the interval, so that none overtakes the next. */
  readonly jitterSeconds: number
  /** The share of scrapes that get no page in time, from 0 to 1. Those that meet no service fail besides. */
  readonly failureShare: number
}

export const PUNCTUAL_SCRAPES: ScrapeBehaviour = { jitterSeconds: 0, failureShare: 0 }

/** @throws RangeError where they cannot be */
export function checkScrapes({ jitterSeconds, failureShare }: ScrapeBehaviour, intervalSeconds: number): void {
  if (!(jitterSeconds >= 0 && jitterSeconds < intervalSeconds))
    throw new RangeError(
      `jitter: expected 0 s or more and less than the interval of ${intervalSeconds} s, got ${jitterSeconds}`,
    )
  if (!(failureShare >= 0 && failureShare <= 1))
    throw new RangeError(`failures: expected a share of 0 to 1, got ${failureShare}`)
}
