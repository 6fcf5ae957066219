import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainText, withPlainText } from '../../../reports/figures/plain-text.ts'
import { anyText } from '../../support/any-text.ts'

describe('plainText', () => {
  it.each([
    { sentence: 'leaves text as it is', text: 'P95 < 1s: 2.00s → naïve 日本', plain: 'P95 < 1s: 2.00s → naïve 日本' },
    { sentence: 'takes out colours', text: '\u001b[31mred\u001b[0m', plain: 'red' },
    { sentence: 'takes out colours in their one-character form', text: '\u009b31mred', plain: 'red' },
    { sentence: 'takes out a window title', text: '\u001b]0;pwned\u0007ok', plain: 'ok' },
    {
      sentence: 'takes out a link, keeps its text',
      text: '\u001b]8;;http://a.b\u0007here\u001b]8;;\u0007',
      plain: 'here',
    },
    { sentence: 'takes out a bare escape', text: 'a\u001bb\u0000c\u007fd', plain: 'abcd' },
    { sentence: 'makes one line of several', text: 'one\r\ntwo\u2028three\ttabbed', plain: 'one two three tabbed' },
    { sentence: 'takes out what turns the reading direction', text: 'pass\u202elaf\u2066x', plain: 'passlafx' },
    { sentence: 'takes out what hides', text: 'in\u200bvis\ufeffible\u00ad', plain: 'invisible' },
    { sentence: 'keeps joiners, which words need', text: '\u0646\u200c\u0645', plain: '\u0646\u200c\u0645' },
    { sentence: 'takes out half a surrogate pair', text: 'a\ud800b', plain: 'ab' },
  ])('$sentence', ({ text, plain }) => {
    expect(plainText(text)).toBe(plain)
  })

  it('leaves nothing that a terminal acts on, whatever comes in', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(plainText(text)).not.toMatch(/\p{Cc}|\p{Bidi_Control}/u)
      }),
    )
  })

  it('reaches every text in the data, keys too, and changes nothing else', () => {
    const data = { 'a\nb': ['\u001b[1mx', 1, null, true, { deep: 'y\u0007' }] }
    expect(withPlainText(data)).toEqual({ 'a b': ['x', 1, null, true, { deep: 'y' }] })
  })
})
