import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { xmlElement, xmlText } from '../../../reports/junit/xml.ts'
import { anyText } from '../../support/any-text.ts'
import { parseXml } from '../../support/parse-xml.ts'

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

describe('xml', () => {
  it.each([
    {
      sentence: 'the five marks of the format',
      text: '<a b="c">&</a> ]]>',
      xml: '&lt;a b=&quot;c&quot;&gt;&amp;&lt;/a&gt; ]]&gt;',
    },
    { sentence: 'characters that XML has no place for', text: 'a\u0000\u001b\ufffe\ud800b🎉', xml: 'ab🎉' },
    { sentence: 'line breaks and tabs, which it keeps', text: 'a\n\tb', xml: 'a\n\tb' },
  ])('escapes or leaves out $sentence', ({ text, xml }) => {
    expect(xmlText(text)).toBe(xml)
  })

  it('closes an element without content at once', () => {
    expect(xmlElement('testcase', { name: 'p95 < 1s', time: 0 })).toBe('<testcase name="p95 &lt; 1s" time="0"/>')
  })

  it('reads back as what was written, whatever the text', () => {
    fc.assert(
      fc.property(anyText, anyText, (value, content) => {
        const node = parseXml(DECLARATION + xmlElement('a', { value }, [xmlText(content), xmlElement('b', {})]))
        const kept = (text: string) => text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
        expect(node.attributes.value).toBe(kept(value))
        expect(node.text).toBe(kept(content))
        expect(node.children.map(({ name }) => name)).toEqual(['b'])
      }),
    )
  })
})
