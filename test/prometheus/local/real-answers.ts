// What a real Prometheus answered over a range, to be held against the embedded evaluator instant by instant.

import { labelSignature } from '../../../prometheus/series/labels.ts'
import type { Sample, Series } from '../../../prometheus/series/series.ts'

/** Values by the signature of their labels, by instant. */
export function byInstant(series: readonly Series[]): ReadonlyMap<number, ReadonlyMap<string, number>> {
  const instants = new Map<number, Map<string, number>>()
  for (const { labels, samples } of series)
    for (const { timestampMs, value } of samples) {
      const values = instants.get(timestampMs) ?? new Map<string, number>()
      values.set(labelSignature(labels), value)
      instants.set(timestampMs, values)
    }
  return instants
}

/** Within 1e-9 of one another; NaN equals NaN. */
export function isEqual(here: number, there: number | undefined): boolean {
  if (there === undefined) return false
  if (Object.is(here, there) || here === there) return true
  return Math.abs(here - there) <= 1e-9 * Math.max(Math.abs(here), Math.abs(there))
}

/**
 * Raw samples as they are stored: an answer leaves staleness markers out. Prometheus writes one to every series of a
 * target at the timestamp of a scrape that failed.
 */
export function withStaleMarkers(raw: readonly Series[]): readonly Series[] {
  const up = raw.find(({ labels }) => labels.__name__ === 'up')
  const failures = (up?.samples ?? []).filter(({ value }) => value === 0)
  const markers = failures.map(({ timestampMs }): Sample => ({ timestampMs, value: Number.NaN, stale: true }))
  return raw.map(({ labels, samples }) => {
    if (/^(?:up|scrape_.*|ALERTS.*)$/.test(labels.__name__ ?? '')) return { labels, samples }
    return { labels, samples: [...samples, ...markers].sort((a, b) => a.timestampMs - b.timestampMs) }
  })
}
