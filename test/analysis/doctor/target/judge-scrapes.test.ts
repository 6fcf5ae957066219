import { describe, expect, it } from 'vitest'
import { judgeScrapes } from '../../../../analysis/doctor/target/judge-scrapes.ts'

const PAGE = { url: 'http://127.0.0.1:9100/metrics', seconds: [0.1, 0.2], bytes: 2048, samples: 80 }

const told = (...asked: Parameters<typeof judgeScrapes>) =>
  judgeScrapes(...asked).map(({ id, state, observed }) => [id, state, observed])

describe('scrapes', () => {
  it.each([
    [1, 'ok', 'at most 200ms, every 1s'],
    [0.4, 'ok', 'at most 200ms, every 400ms'],
    [0.39, 'warning', 'at most 200ms, every 390ms'],
    [0.19, 'problem', 'at most 200ms, every 190ms'],
  ])('every %s s that take 0.2 s: %s', (interval, state, observed) => {
    expect(told([PAGE], interval)).toEqual([
      ['metrics-page', 'ok', 'http://127.0.0.1:9100/metrics: 80 samples, 2 KB'],
      ['scrape-duration', state, observed],
    ])
  })

  it('of several pages are told together, the slowest alone', () => {
    const slow = { ...PAGE, seconds: [0.9], samples: 0, bytes: 0 }
    expect(told([PAGE, slow], 1)).toEqual([
      ['metrics-page', 'ok', '2 pages: 80 samples, 2 KB'],
      ['scrape-duration', 'warning', 'at most 900ms, every 1s'],
    ])
  })

  it('of a page without samples are a warning', () => {
    expect(told([{ ...PAGE, samples: 0, bytes: 0 }], 1)[0]).toEqual([
      'metrics-page',
      'warning',
      'http://127.0.0.1:9100/metrics: 0 samples, 0 B',
    ])
  })
})
