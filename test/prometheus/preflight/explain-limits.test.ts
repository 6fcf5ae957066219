import { expect, it } from 'vitest'
import { histogramSelection } from '../../../prometheus/observation/histogram-selection.ts'
import { explainLimits } from '../../../prometheus/preflight/explain-limits.ts'
import { parseExposition } from '../../../prometheus/scrape/exposition/parse-exposition.ts'

function found(name: string, bounds: readonly number[], seconds: number) {
  const lines = [...bounds, '+Inf'].map((le) => `${name}_bucket{le="${le}",route="/a"} 1\n`).join('')
  const page = parseExposition(`# TYPE ${name} histogram\n${lines}`, 'text/plain')
  const pages = [{ url: 'http://h:1/metrics', page, labels: page.samples.map(({ labels }) => labels) }]
  const limits = [{ text: 'p95 < x', index: 3, seconds }]
  return explainLimits(pages, histogramSelection(name, ''), null, limits).map(({ kind, at, candidates }) => [
    kind,
    at,
    candidates,
  ])
}

it.each<[string, string, number[], number, unknown[]]>([
  ['a bound', 'a_seconds', [0.1, 0.3, 1], 0.3, []],
  ['a bound in milliseconds', 'a_ms', [100, 300, 1000], 0.3, []],
  ['between two bounds', 'a_seconds', [0.1, 0.3, 1], 0.5, [['limit-no-bound', ['sla', 3], ['300ms', '1s']]]],
  [
    'between two bounds in milliseconds',
    'a_ms',
    [100, 300],
    0.25,
    [['limit-no-bound', ['sla', 3], ['100ms', '300ms']]],
  ],
  ['below the first bound', 'a_seconds', [0.1], 0.05, [['limit-no-bound', ['sla', 3], ['100ms']]]],
  ['above the highest bound', 'a_seconds', [0.1, 1], 2, [['limit-above-bounds', ['sla', 3], []]]],
  ['a histogram without finite bounds', 'a_seconds', [], 2, []],
])('a limit that is %s', (_, name, bounds, seconds, expected) => {
  expect(found(name, bounds, seconds)).toEqual(expected)
})
