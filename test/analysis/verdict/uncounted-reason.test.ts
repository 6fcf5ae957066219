import { expect, it } from 'vitest'
import { uncountedReason } from '../../../analysis/verdict/uncounted-reason.ts'
import type { Uncounted } from '../../../core/run/prometheus-record.ts'

it.each<[Uncounted, string]>([
  [{ kind: 'noBaseline', failure: null }, 'The scrape before the first request was never made, so that'],
  [
    { kind: 'noFinalScrape', failure: 'h:1: HTTP status 500' },
    'The scrape after the last answer failed (h:1: HTTP status 500), so that',
  ],
  [
    { kind: 'neverPrinted', printed: ['a'] },
    'No histogram named h was ever printed, so it could not be checked. The pages print the histogram a.',
  ],
  [{ kind: 'neverPrinted', printed: [] }, 'The pages print no histogram at all.'],
  [
    { kind: 'neverPrinted', printed: [...'abcdefghij'] },
    'The pages print the histograms a, b, c, d, e, f, g, h and 2 more.',
  ],
  [{ kind: 'neverPrinted', printed: null }, 'No series of the histogram h that the scenario counts was ever scraped'],
  [{ kind: 'noMatch', labels: [] }, "No series of the histogram h matches the scenario's matchers"],
  [
    { kind: 'noMatch', labels: [{ label: 'route', values: ['/checkout', '/orders'] }] },
    "No series of the histogram h matches the scenario's matchers (route has the values /checkout and /orders), so",
  ],
  [
    { kind: 'severalProcesses', instance: 'h:1', counts: [100, 40, 105] },
    'Several processes answer behind one port: the counts of h at h:1 fall and come back (100, 40, 105), which is no restart.',
  ],
  [
    { kind: 'resetAtScrape', instance: '', counts: [34, 30, 37] },
    'The counters of h start anew at every scrape (34, 30, 37), which is no restart.',
  ],
  [{ kind: 'vanished', instance: 'h:1' }, 'The histogram h at h:1 is no longer printed at the end of the run'],
  [
    { kind: 'impossibleCounts', instance: 'h:1', problem: 'notWhole', value: Number.NaN },
    'The histogram h at h:1 prints NaN as a count, which is no number of requests, so that',
  ],
  [{ kind: 'noInfBucket' }, 'The histogram h is printed without a bucket at +Inf'],
  [{ kind: 'boundsDiffer' }, 'The bounds of the histogram h differ between instances or changed'],
])('%j', (uncounted, sentence) => {
  expect(uncountedReason({ metric: 'h', uncounted })).toContain(sentence)
})

it('says no more than it knows', () => {
  expect(uncountedReason({ metric: 'h' })).toBe(
    'The scrapes do not show what the histogram counted over the run, so it could not be checked.',
  )
})
