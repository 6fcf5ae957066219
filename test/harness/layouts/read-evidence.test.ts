// Bounds that are chosen on scraped buckets alone are worth what the buckets hold.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Report } from '../../../core/report/report.ts'
import { readEvidence } from '../../../harness/layouts/read-evidence.ts'
import { SAMPLE_REPORTS } from '../../support/sample-reports.ts'

const LAB: Report = SAMPLE_REPORTS['failing-lab']
const NOTE =
  "The histogram counted 600 of the client's 1,200 requests: an instance that is not scraped answered the others."

const SCRAPES = [4.5, 5.5, 6.5]
  .flatMap((second, i) => {
    const at = (Date.parse(LAB.run.startedAt) / 1e3 + second).toFixed(3)
    const count = (i + 1) * 10
    return [
      `model_latency_seconds_bucket{le="0.5",instance="a"} ${count / 2} ${at}`,
      `model_latency_seconds_bucket{le="+Inf",instance="a"} ${count} ${at}`,
      `model_latency_seconds_count{instance="a"} ${count} ${at}`,
      `model_latency_seconds_sum{instance="a"} ${count} ${at}`,
    ]
  })
  .join('\n')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'read-evidence-'))
  writeFileSync(join(folder, 'scrapes.om'), `# TYPE model_latency_seconds histogram\n${SCRAPES}\n# EOF\n`)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function read(report: Report) {
  writeFileSync(join(folder, 'report.json'), JSON.stringify(report))
  return readEvidence({ kind: 'folder', path: folder })
}

describe('a folder that holds scrapes alone', () => {
  it('is evidence, and is said to tell no more than a bucket', async () => {
    const { source, observed } = await read(LAB)
    expect([source, observed]).toEqual([
      'scrapes',
      'the scraped buckets of model_latency_seconds (scrapes.om), which tell in which bucket a latency lay and not where in it',
    ])
  })

  const { populations, server } = LAB
  if (populations === null || server === null) throw new Error('expected a report with counts')

  it.each<[string, Partial<Report>, string]>([
    [
      'hold a part of the requests',
      {
        populations: {
          ...populations,
          note: NOTE,
          mismatch: { kind: 'fewer', difference: -600, possibleCauses: ['unscraped instance'], excludedCauses: [] },
        },
      },
      `expected buckets that hold the client's requests, got others. ${NOTE}`,
    ],
    [
      'fall and come back',
      { server: null, uncounted: { kind: 'severalProcesses', reason: 'Several processes answer behind one port.' } },
      "expected buckets that hold the client's requests, got others. Several processes answer behind one port.",
    ],
    [
      'are in another unit, it seems',
      { server: { ...server, unit: { name: 'seconds', from: 'convention', suspected: 'milliseconds' } } },
      'expected buckets in seconds, got milliseconds, it seems: write unit: milliseconds under target.metrics and run again',
    ],
  ])('is refused where the buckets %s', async (_, changes, reason) => {
    await expect(read({ ...LAB, ...changes })).rejects.toThrow(`${join(folder, 'scrapes.om')}: ${reason}`)
  })
})
