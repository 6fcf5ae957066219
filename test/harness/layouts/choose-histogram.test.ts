import { describe, expect, it } from 'vitest'
import { chooseHistogram, refuseNoMatch } from '../../../harness/layouts/choose-histogram.ts'
import { histogramSelection } from '../../../prometheus/observation/histogram-selection.ts'

describe('chooseHistogram', () => {
  it.each([
    ['the asked one', ['a', 'b'], 'b', 'b'],
    ['the asked one by the name of its buckets', ['a', 'b'], 'b_bucket', 'b'],
    ['one whose own name ends like that', ['a', 'b_count'], 'b_count', 'b_count'],
    ['the only one', ['a'], undefined, 'a'],
    ["the bundled server's", ['a', 'model_latency_seconds', 'b'], undefined, 'model_latency_seconds'],
  ])('takes %s', (_, available, asked, chosen) => {
    expect(chooseHistogram(available, asked, 'here')).toBe(chosen)
  })

  it.each([
    [
      'a name that is not there',
      ['http_seconds', 'rpc_seconds'],
      'htp_seconds',
      'here: expected a histogram named htp_seconds, got none (did you mean http_seconds?); there are: http_seconds, rpc_seconds',
    ],
    ['no choice', ['a', 'b'], undefined, 'here: expected one histogram, got 2: --histogram NAME chooses one of a, b'],
    ['nothing to choose from', [], undefined, 'here: expected the buckets of a classic histogram, got none'],
    ['a name where there is nothing', [], 'a', 'here: expected the buckets of a, got those of no histogram'],
  ])('refuses %s', (_, available, asked, message) => {
    expect(() => chooseHistogram(available, asked, 'here')).toThrow(message)
  })
})

describe('refuseNoMatch', () => {
  const buckets = [
    { le: '1', route: '/a', code: '200' },
    { le: '1', route: '/b', code: '500' },
  ]

  it.each([
    ['a value', '{route="/aa"}', 'route is /a, /b (did you mean /a?)'],
    ['a label', '{rout="/a"}', 'no series has the label rout (did you mean route?)'],
    ['a combination', '{route="/a",code="500"}', 'each of its matchers matches some series, but no series matches all'],
  ])('says which %s there is', (_, match, why) => {
    expect(() => refuseNoMatch(buckets, histogramSelection('h', match), 'here')).toThrow(
      `here: expected series of h that --match selects (h${match}), got none: ${why}`,
    )
  })
})
