import { expect, it } from 'vitest'
import { foundInstead } from '../../../../prometheus/alerting/evidence/missing-selector.ts'
import type { VectorSelector } from '../../../../prometheus/promql/expression/expression.ts'
import { parseExpression } from '../../../../prometheus/promql/parse/parse-expression.ts'
import type { Labels } from '../../../../prometheus/series/series.ts'

const OWN: readonly Labels[] = ['up', 'scrape_duration_seconds'].map((__name__) => ({ __name__, job: 'a' }))

function instead(selector: string, series: readonly Labels[]) {
  return foundInstead(parseExpression(selector) as VectorSelector, [...OWN, ...series])
}

it.each([
  ['nothing was scraped', [], { kind: 'nothingScraped' }],
  [
    'no metric has that name',
    [{ __name__: 'b_total' }],
    { kind: 'noMetric', looksRecorded: false, nearest: ['b_total'], isSlip: false },
  ],
  [
    'its name can only be a slip',
    [{ __name__: 'a_totals' }, { __name__: 'a_seconds' }],
    { kind: 'noMetric', nearest: ['a_totals'], isSlip: true },
  ],
  ['its labels have other values', [{ __name__: 'a_total', code: '200' }], { kind: 'otherValues', values: ['200'] }],
  ['it was there at some other time', [{ __name__: 'a_total', code: '500' }], { kind: 'sometimes' }],
])('says why a selector found nothing: %s', (_, series, expected) => {
  expect(instead('a_total{code="500"}', series)).toMatchObject(expected)
})
