import { describe, expect, it } from 'vitest'
import { histogramSelection } from '../../../prometheus/observation/histogram-selection.ts'
import { explainFirstLook } from '../../../prometheus/preflight/explain-first-look.ts'
import { explainMovements } from '../../../prometheus/preflight/explain-movements.ts'
import { parseExposition } from '../../../prometheus/scrape/exposition/parse-exposition.ts'

type Counts = Readonly<Record<string, number>>

/** By the name of a histogram, and what else stands in the braces. */
function look(counts: Counts) {
  const lines = Object.entries(counts).map(([series, count]) => {
    const [name = '', labels = ''] = series.split(' ')
    return `${name}_bucket{${labels === '' ? '' : `${labels},`}le="+Inf"} ${count}\n`
  })
  const page = parseExposition(lines.join(''), 'text/plain')
  return {
    atSeconds: 0,
    pages: [{ url: 'http://h:1/metrics', page, labels: page.samples.map(({ labels }) => labels) }],
  }
}

function found(match: string, before: Counts, after: Counts, later: Counts = after) {
  const found = explainMovements({
    selection: histogramSelection('http_seconds', match),
    before: look(before),
    after: look(after),
    later: look(later),
    again: null,
    answered: 1,
    isWhole: true,
    pagePaths: ['/metrics'],
  })
  return found.map(({ kind, severity, write }) => [kind, severity, write])
}

describe('what the tried requests moved', () => {
  it.each<{ sentence: string; seen: Parameters<typeof found>; expected: unknown[] }>([
    {
      sentence: 'a collection of garbage is no request',
      seen: ['', { http_seconds: 7, gc_duration_seconds: 1 }, { http_seconds: 7, gc_duration_seconds: 2 }],
      expected: [['unmoved', 'warning', null]],
    },
    {
      sentence: 'the time of a request that alone counted is what was meant',
      seen: ['', { http_seconds: 7, server_seconds: 1 }, { http_seconds: 7, server_seconds: 2 }],
      expected: [['counted-elsewhere', 'error', 'histogram: server_seconds']],
    },
    {
      sentence: 'one that others move all the time proves nothing',
      seen: [
        '',
        { http_seconds: 7, server_seconds: 1 },
        { http_seconds: 7, server_seconds: 2 },
        { http_seconds: 7, server_seconds: 3 },
      ],
      expected: [['unmoved', 'warning', null]],
    },
    {
      sentence: 'a page that is renewed from time to time may print the histogram later',
      seen: ['', { other_seconds: 1 }, { other_seconds: 1 }],
      expected: [['no-histogram', 'warning', null]],
    },
    {
      sentence: 'and the series that the matchers want',
      seen: ['{route="/pay"}', { 'http_seconds route="/health"': 1 }, { 'http_seconds route="/health"': 1 }],
      expected: [['no-series', 'warning', null]],
    },
    {
      sentence: 'another series that alone counted is the one',
      seen: ['{route="/pya"}', { 'http_seconds route="/pay"': 1 }, { 'http_seconds route="/pay"': 2 }],
      expected: [['no-series', 'error', `match: '{route="/pay"}'`]],
    },
    {
      sentence: "a series with somebody else's traffic proves nothing",
      seen: [
        '{route="/pay"}',
        { 'http_seconds route="/pay"': 1, 'http_seconds route="/health"': 1 },
        { 'http_seconds route="/pay"': 1, 'http_seconds route="/health"': 2 },
        { 'http_seconds route="/pay"': 1, 'http_seconds route="/health"': 3 },
      ],
      expected: [['counted-elsewhere', 'warning', `match: '{route="/health"}'`]],
    },
  ])('$sentence', ({ seen, expected }) => {
    expect(found(...seen)).toEqual(expected)
  })

  it('waits with a label that may come with a request, and not with one that was mistyped', () => {
    const { pages } = look({ 'http_seconds route="/pay"': 1 })
    expect(explainFirstLook(pages, histogramSelection('http_seconds', '{error_type="timeout"}'))).toBeNull()
    expect(explainFirstLook(pages, histogramSelection('http_seconds', '{rout="/pay"}'))?.severity).toBe('error')
  })
})
