import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonText } from '../../../reports/json/json-text.ts'

describe('jsonText', () => {
  it('keeps on one line what fits, and breaks what does not', () => {
    const rows = Array.from({ length: 4 }, (_, second) => ({ second, phase: 'baseline', offered: 20, estimate: null }))
    expect(jsonText({ rows, empty: {}, none: [] })).toBe(
      [
        '{',
        '  "rows": [',
        '    { "second": 0, "phase": "baseline", "offered": 20, "estimate": null },',
        '    { "second": 1, "phase": "baseline", "offered": 20, "estimate": null },',
        '    { "second": 2, "phase": "baseline", "offered": 20, "estimate": null },',
        '    { "second": 3, "phase": "baseline", "offered": 20, "estimate": null }',
        '  ],',
        '  "empty": {},',
        '  "none": []',
        '}',
        '',
      ].join('\n'),
    )
  })

  it('reads back as what was written, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        expect(JSON.parse(jsonText(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it('leaves out what is undefined, and writes what is no number as null', () => {
    expect(jsonText({ a: undefined, b: Number.NaN, c: [Number.POSITIVE_INFINITY] })).toBe(
      '{ "b": null, "c": [null] }\n',
    )
  })

  it('writes nothing that a terminal acts on', () => {
    const text = 'a\u001b[31m\u009b31m\u202e\u007f\u2028'
    expect(jsonText(text)).toBe('"a\\u001b[31m\\u009b31m\\u202e\\u007f\\u2028"\n')
    expect(JSON.parse(jsonText(text))).toBe(text)
  })
})
