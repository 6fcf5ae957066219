import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeHtml, html, jsonForScript } from '../../../../reports/html/page/markup.ts'
import { anyText } from '../../../support/any-text.ts'

describe('html', () => {
  it.each([
    ['escapes text', html`<p>${'<script>'}</p>`, '<p>&lt;script&gt;</p>'],
    ['escapes quotes in an attribute', html`<a title="${'" onclick="x'}">`, '<a title="&quot; onclick=&quot;x">'],
    ['leaves markup as it is', html`<p>${html`<b>${'&'}</b>`}</p>`, '<p><b>&amp;</b></p>'],
    ['writes the items of a list one after the other', html`${['a', html`<br>`, 3]}`, 'a<br>3'],
    ['writes nothing for null, undefined, false and empty text', html`[${null}${undefined}${false}${''}]`, '[]'],
    ['writes the number 0', html`${0}`, '0'],
  ])('%s', (_, markup, text) => {
    expect(markup.toString()).toBe(text)
  })

  it('rejects an object that only looks like markup', () => {
    const forged = { toString: () => '<script>' } as unknown as string
    expect(() => html`${forged}`.toString()).toThrow()
  })
})

describe('escapeHtml', () => {
  it('leaves no character that opens or closes an element or attribute', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"']/)
        expect(escapeHtml(text).replace(/&(amp|lt|gt|quot|#39);/g, '')).not.toContain('&')
      }),
    )
  })
})

describe('jsonForScript', () => {
  it('reads back as the same JSON and can neither end a script element nor open a comment', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.constantFrom('</script>', '<!--', '-->', '\u2028', '\u2029')), (text) => {
        const written = jsonForScript({ [text]: text }).toString()
        expect(written).not.toMatch(/[<>\u2028\u2029]/)
        expect(JSON.parse(written)).toEqual({ [text]: text })
      }),
    )
  })
})
