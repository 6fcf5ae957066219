import { describe, expect, it } from 'vitest'
import { sparkline } from '../../../../reports/terminal/text/sparkline.ts'

describe('sparkline', () => {
  it.each([
    { sentence: 'rises from zero to the highest', values: [0, 1, 2, 3, 4, 5, 6, 7], width: 8, bars: '▁▂▃▄▅▆▇█' },
    { sentence: 'keeps the newest', values: [9, 0, 7], width: 2, bars: '▁█' },
    { sentence: 'leaves a blank where there is nothing', values: [7, null, Number.NaN, 7], width: 9, bars: '█  █' },
    { sentence: 'puts what never ended at the top', values: [0, 7, Number.POSITIVE_INFINITY], width: 9, bars: '▁██' },
    { sentence: 'is flat at zero', values: [0, 0], width: 9, bars: '▁▁' },
    { sentence: 'is nothing of nothing', values: [], width: 9, bars: '' },
    { sentence: 'is nothing in no room', values: [1, 2], width: 0, bars: '' },
  ])('$sentence', ({ values, width, bars }) => {
    expect(sparkline(values, width)).toBe(bars)
  })
})
