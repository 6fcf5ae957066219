// How long a scrape may take. Prometheus' own default, scrape_timeout, is 10 s.

export const LONGEST_SCRAPE_SECONDS = 10

/** The interval, and at most the default: two scrapes of one endpoint never overlap. */
export function scrapeTimeoutSeconds(intervalSeconds: number): number {
  return Math.min(intervalSeconds, LONGEST_SCRAPE_SECONDS)
}
