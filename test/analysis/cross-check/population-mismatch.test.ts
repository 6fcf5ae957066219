import { describe, expect, it } from 'vitest'
import { describeMismatch } from '../../../analysis/cross-check/describe-mismatch.ts'
import { type CountEvidence, populationMismatch } from '../../../analysis/cross-check/population-mismatch.ts'
import type { Accounting } from '../../../core/run/load-result.ts'
import { NOTHING_OFFERED } from '../../support/nothing-offered.ts'

const ACCOUNTING: Accounting = {
  ...NOTHING_OFFERED,
  offered: 422,
  completed: 422,
  errors: 0,
  timeouts: 0,
  unfinished: 0,
  errorKinds: {},
  statusCodes: {},
}

function evidenceOf(parts: Partial<CountEvidence>): CountEvidence {
  return {
    clientAnswered: 422,
    serverObserved: 422,
    accounting: ACCOUNTING,
    resets: 0,
    scrapes: 12,
    isNarrowed: false,
    isBundled: false,
    hops: 0,
    ...parts,
  }
}

describe('populationMismatch', () => {
  it.each([
    ['any number of those that were lost with a generator reached the service', 30, 'unanswered'],
    ['all of them', 100, 'unanswered'],
    ['more than were lost', 160, 'more'],
  ])('where %s', (_, surplus, kind) => {
    const accounting = { ...ACCOUNTING, offered: 522, lost: 100 }
    const evidence = evidenceOf({ accounting, serverObserved: 422 + surplus })
    const mismatch = populationMismatch(evidence)
    expect(mismatch?.kind).toBe(kind)
    expect(mismatch && describeMismatch(mismatch, evidence)).toContain('100 lost with a generator')
  })

  it.each([
    ['equal counts', { serverObserved: 422 }],
    ['a handful fewer', { clientAnswered: 20, serverObserved: 15 }],
    ['a handful more', { clientAnswered: 20, serverObserved: 25 }],
    ['3% of many fewer', { clientAnswered: 10_000, serverObserved: 9700 }],
    ['3% of many more', { clientAnswered: 9700, serverObserved: 10_000 }],
    ['a client without answers', { clientAnswered: 0, serverObserved: 500 }],
  ])('is none for %s', (_, parts) => {
    expect(populationMismatch(evidenceOf(parts))).toBeUndefined()
  })

  it.each<[string, Partial<CountEvidence>, string, readonly string[]]>([
    [
      'one of two instances',
      { serverObserved: 211 },
      'fewer',
      ['several processes', 'unscraped instance', 'other series'],
    ],
    ['an instance that answers little', { serverObserved: 380 }, 'fewer', ['unscraped instance', 'other series']],
    [
      'more than a restart can lose',
      { serverObserved: 100, resets: 1 },
      'fewer',
      ['several processes', 'unscraped instance', 'other series'],
    ],
    [
      'matchers that leave out a route',
      { serverObserved: 211, isNarrowed: true },
      'fewer',
      ['several processes', 'unscraped instance', 'narrow matcher'],
    ],
    ['a restart between scrapes', { serverObserved: 380, resets: 1, isBundled: true }, 'fewer', ['lost in a restart']],
    [
      'a gateway that answers before the service',
      { serverObserved: 211, accounting: { ...ACCOUNTING, errors: 211, errorKinds: { status: 211 } } },
      'fewer',
      ['several processes', 'unscraped instance', 'other series', 'answered before the service'],
    ],
    ['foreign traffic', { serverObserved: 630 }, 'more', ['scrapes counted', 'foreign traffic', 'retries']],
    ['redirects that were followed', { serverObserved: 630, hops: 208 }, 'more', ['followed redirects']],
    [
      'more than the redirects that were followed',
      { serverObserved: 630, hops: 20 },
      'more',
      ['followed redirects', 'scrapes counted', 'foreign traffic', 'retries'],
    ],
    [
      'requests that timed out and were observed',
      { serverObserved: 502, accounting: { ...ACCOUNTING, timeouts: 80 } },
      'unanswered',
      ['unanswered requests'],
    ],
    [
      'requests that timed out, of which a part was observed',
      { serverObserved: 452, accounting: { ...ACCOUNTING, timeouts: 80 } },
      'unanswered',
      ['unanswered requests'],
    ],
    [
      'requests that the end of the run cut off, of which a part was observed',
      { clientAnswered: 45, serverObserved: 54, accounting: { ...ACCOUNTING, unfinished: 16, interrupted: 16 } },
      'unanswered',
      ['unanswered requests'],
    ],
    [
      'traffic of others beside requests that were never sent',
      { serverObserved: 502, accounting: { ...ACCOUNTING, timeouts: 80, neverSent: 80 } },
      'more',
      ['scrapes counted', 'foreign traffic', 'retries'],
    ],
    [
      'more than those that timed out',
      { serverObserved: 600, accounting: { ...ACCOUNTING, timeouts: 80 } },
      'more',
      ['scrapes counted', 'foreign traffic', 'retries', 'unanswered requests'],
    ],
  ])('finds %s', (_, parts, kind, possibleCauses) => {
    expect(populationMismatch(evidenceOf(parts))).toMatchObject({ kind, possibleCauses })
  })

  it('begins to speak at six requests that are more than 3%', () => {
    expect(populationMismatch(evidenceOf({ clientAnswered: 100, serverObserved: 94 }))?.kind).toBe('fewer')
    expect(populationMismatch(evidenceOf({ clientAnswered: 1000, serverObserved: 969 }))?.kind).toBe('fewer')
  })

  it.each<[string, Partial<CountEvidence>, RegExp]>([
    [
      'names the counts first',
      { serverObserved: 211 },
      /^The histogram counted 211 of the client's 422 requests: perhaps several processes answer behind one port, each with counts of its own, an instance that is not scraped answered the others, or other series counted them\. No counter fell, so it was no restart\.$/,
    ],
    [
      'says that the surplus is about the number of scrapes',
      { clientAnswered: 225, serverObserved: 237 },
      /^The histogram counted 237 requests, 12 more than the 225 of the client: perhaps that is about the number of scrapes \(12\)/,
    ],
    [
      'says how many scrapes there were where they are not all of it',
      { clientAnswered: 225, serverObserved: 264 },
      /the service counts the requests for its metrics page too \(12 scrapes came from this run\), and health checks perhaps, other clients/,
    ],
    [
      'says that every request was answered',
      { serverObserved: 630 },
      /or a proxy sent requests again\. Every request of the client got a response\.$/,
    ],
    [
      'counts the requests without an answer',
      { serverObserved: 502, accounting: { ...ACCOUNTING, timeouts: 80 } },
      /^The histogram counted 502 requests, of which the client got no answer to 80: 80 timeout\.$/,
    ],
  ])('%s', (_, parts, sentence) => {
    const evidence = evidenceOf(parts)
    const mismatch = populationMismatch(evidence)
    expect(mismatch && describeMismatch(mismatch, evidence)).toMatch(sentence)
  })
})
