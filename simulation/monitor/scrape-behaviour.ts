// How well the scrapes of a simulated run go.

export interface ScrapeBehaviour {
  /** Each scrape comes this much after its tick: Prometheus spreads its targets over the interval. Default: 0. */
  readonly offsetSeconds?: number
  /** And up to this much more, evenly spread. Together below the interval, so that none overtakes the next. */
  readonly jitterSeconds: number
  /** The share of scrapes that get no page in time, from 0 to 1. Those that meet no service fail besides. */
  readonly failureShare: number
}

/** Of simulated days, in which each target may have an offset of its own. */
export interface ScrapesOfDays extends Omit<ScrapeBehaviour, 'offsetSeconds'> {
  /** `drawn`: anywhere in the interval, by the seed. Source: Prometheus scrape/target.go, offset. */
  readonly offsetSeconds?: number | 'drawn'
}

export const PUNCTUAL_SCRAPES: ScrapeBehaviour = { jitterSeconds: 0, failureShare: 0 }

/** Those of a Prometheus that loses none. How long after a scrape it evaluates a rule is known of no Prometheus beforehand. */
export const SPREAD_SCRAPES: ScrapesOfDays = { ...PUNCTUAL_SCRAPES, offsetSeconds: 'drawn' }

/** @throws RangeError where they cannot be */
export function checkScrapes(
  { offsetSeconds: offset = 0, jitterSeconds, failureShare }: ScrapesOfDays,
  intervalSeconds: number,
): void {
  const offsetSeconds = offset === 'drawn' ? 0 : offset
  if (!(offsetSeconds >= 0 && jitterSeconds >= 0 && offsetSeconds + jitterSeconds < intervalSeconds))
    throw new RangeError(
      `offset and jitter: expected 0 s or more and together less than the interval of ${intervalSeconds} s, got ${offsetSeconds} s and ${jitterSeconds} s`,
    )
  if (!(failureShare >= 0 && failureShare <= 1))
    throw new RangeError(`failures: expected a share of 0 to 1, got ${failureShare}`)
}
