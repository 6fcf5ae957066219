// How well the scrapes of a simulated run go.

export interface ScrapeBehaviour {
  /** Each scrape comes this much after its tick: Prometheus spreads its targets over the interval. Default: 0. */
  readonly offsetSeconds?: number
  /** And up to this much more, evenly spread. Together below the interval, so that none overtakes the next. */
  readonly jitterSeconds: number
  /** The share of scrapes that get no page in time, from 0 to 1. Those that meet no service fail besides. */
  readonly failureShare: number
}

export const PUNCTUAL_SCRAPES: ScrapeBehaviour = { jitterSeconds: 0, failureShare: 0 }

/** @throws RangeError where they cannot be */
export function checkScrapes(
  { offsetSeconds = 0, jitterSeconds, failureShare }: ScrapeBehaviour,
  intervalSeconds: number,
): void {
  if (!(offsetSeconds >= 0 && jitterSeconds >= 0 && offsetSeconds + jitterSeconds < intervalSeconds))
    throw new RangeError(
      `offset and jitter: expected 0 s or more and together less than the interval of ${intervalSeconds} s, got ${offsetSeconds} s and ${jitterSeconds} s`,
    )
  if (!(failureShare >= 0 && failureShare <= 1))
    throw new RangeError(`failures: expected a share of 0 to 1, got ${failureShare}`)
}
