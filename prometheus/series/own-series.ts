// The series that Prometheus writes by itself, beside those that a page prints.

const OWN = /^(?:up|scrape_.*|ALERTS|ALERTS_FOR_STATE)$/

export function isOwnSeries(name: string): boolean {
  return OWN.test(name)
}
