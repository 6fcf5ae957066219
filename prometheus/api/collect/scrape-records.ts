// The scrapes of a run as Prometheus recorded them: one sample each of `up` and `scrape_duration_seconds`.

import type { ScrapeRecord } from '../../../core/run/prometheus-record.ts'
import { type RunTime, secondOfRun } from '../../observation/run-time.ts'
import { labelValue, signatureOf } from '../../series/labels.ts'
import type { Series } from '../../series/series.ts'

/** In the order of time. Prometheus does not record why a scrape failed, only that `up` was 0. */
export function scrapeRecords(up: readonly Series[], durations: readonly Series[], time: RunTime): ScrapeRecord[] {
  const durationOf = new Map<string, number>()
  for (const { labels, samples } of durations)
    for (const { timestampMs, value } of samples) durationOf.set(scrapeKey({ labels, samples }, timestampMs), value)
  const records = up.flatMap((series) =>
    series.samples.map(({ timestampMs, value }) => ({
      instance: labelValue(series.labels, 'instance'),
      atSeconds: secondOfRun(time, timestampMs),
      durationSeconds: durationOf.get(scrapeKey(series, timestampMs)) ?? 0,
      error: value === 1 ? null : 'Prometheus could not scrape it (up was 0)',
    })),
  )
  return records.sort((a, b) => a.atSeconds - b.atSeconds)
}

function scrapeKey({ labels }: Series, timestampMs: number): string {
  return `${timestampMs} ${signatureOf(labels, ['job', 'instance'])}`
}

/** How many scrapes failed, for each endpoint with failures. */
export function failedScrapesProblems(records: readonly ScrapeRecord[]): string[] {
  const counts = new Map<string, { all: number; failed: number }>()
  for (const { instance, error } of records) {
    const { all, failed } = counts.get(instance) ?? { all: 0, failed: 0 }
    counts.set(instance, { all: all + 1, failed: failed + (error === null ? 0 : 1) })
  }
  return [...counts].flatMap(([instance, { all, failed }]) =>
    failed === 0 ? [] : [`${failed} of ${all} scrapes of ${instance} failed: up was 0`],
  )
}
