import { describe, expect, it } from 'vitest'
import { NAMED_LAYOUTS } from '../../../core/histogram/named-layouts.ts'
import { LAYOUT_EXAMPLES, parseLayout } from '../../../core/histogram/parse-layout.ts'
import { nearestWord } from '../../../core/text/nearest-word.ts'
import { UserError } from '../../../core/user-error.ts'

describe('parseLayout', () => {
  it.each([
    ['a name', 'lab', { name: 'lab', upperBounds: NAMED_LAYOUTS.lab.upperBounds }],
    ['seconds', '0.1,0.2,0.5', { name: '0.1,0.2,0.5', upperBounds: [0.1, 0.2, 0.5] }],
    ['seconds with spaces', ' 0.1, .2 , 5e-1 ', { name: '0.1,.2,5e-1', upperBounds: [0.1, 0.2, 0.5] }],
    ['durations', '100ms,1s,1m30s', { name: '100ms,1s,1m30s', upperBounds: [0.1, 1, 90] }],
    ['a linear family', 'linear(0.1,0.1,3)', { name: 'linear(0.1,0.1,3)', upperBounds: [0.1, 0.2, 0.3] }],
    [
      'an exponential one',
      'exponential(5ms, 2, 3)',
      { name: 'exponential(5ms,2,3)', upperBounds: [0.005, 0.01, 0.02] },
    ],
    ['objectives', 'slo(1s,100ms)', { name: 'slo(1s,100ms)', upperBounds: [0.1, 1] }],
    ['a name of its own', 'mine=0.1,1', { name: 'mine', upperBounds: [0.1, 1] }],
    ['another name for a known one', 'now = lab', { name: 'now', upperBounds: NAMED_LAYOUTS.lab.upperBounds }],
    ['a native histogram', 'native(5)', { name: 'native(5)', schema: 5, zeroThresholdSeconds: 2 ** -128 }],
  ])('reads %s', (_, text, expected) => {
    expect(parseLayout(text)).toEqual(expected)
  })

  it('reads its own examples', () => {
    for (const example of LAYOUT_EXAMPLES) expect(parseLayout(example).name).toBe(example)
  })

  it.each([
    ['a misspelt name', 'promclient', 'did you mean prom-client?'],
    ['a misspelt family', 'expontential(1,2,3)', 'did you mean exponential?'],
    ['nothing', '', 'expected one of lab; prom-client'],
    ['bounds out of order', '0.5,0.1', 'layout "0.5,0.1": expected finite bounds that ascend'],
    ['a bound twice', '0.1,0.1', 'expected finite bounds that ascend'],
    ['a word among the bounds', '0.1,fast', 'expected seconds or a duration such as 250ms, got "fast"'],
    ['too few parameters', 'linear(0.1,0.1)', 'expected start, width and count, got 2 value(s)'],
    ['a schema that is none', 'native(12)', 'expected a schema from 0 to 8, got 12'],
    ['a hexadecimal bound', '0x10,20', 'got "0x10"'],
    ['a key of every object', 'constructor', 'expected one of'],
  ])('refuses %s', (_, text, message) => {
    expect(() => parseLayout(text)).toThrow(UserError)
    expect(() => parseLayout(text)).toThrow(message)
  })
})

describe('the nearest known word', () => {
  it.each([
    ['labb', 'lab'],
    ['OpenTelemtry', 'opentelemetry'],
    ['prometheus', undefined],
  ])('%s → %s', (word, nearest) => {
    expect(nearestWord(word, ['lab', 'opentelemetry', 'prom-client'])).toBe(nearest)
  })
})
