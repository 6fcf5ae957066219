import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeHtml, html, jsonForScript } from '../../../../reports/html/page/markup.ts'
import { anyText } from '../../../support/any-text.ts'

describe('html', () => {
  it.each([
    ['text is escaped', html`<p>${'<script>'}</p>`, '<p>&lt;script&gt;</p>'],
    ['an attribute cannot be left', html`<a title="${'" onclick="x'}">`, '<a title="&quot; onclick=&quot;x">'],
    ['markup stays markup', html`<p>${html`<b>${'&'}</b>`}</p>`, '<p><b>&amp;</b></p>'],
    ['lists are written one after the other', html`${['a', html`<br>`, 3]}`, 'a<br>3'],
    ['nothing is written for nothing', html`[${null}${undefined}${false}${''}]`, '[]'],
    ['zero is a figure', html`${0}`, '0'],
  ])('%s', (_, markup, text) => {
    expect(markup.toString()).toBe(text)
  })

  it('does not take an object that looks like markup for markup', () => {
    const forged = { toString: () => '<script>' } as unknown as string
    expect(() => html`${forged}`.toString()).toThrow()
  })
})

describe('escapeHtml', () => {
  it('leaves no character that opens or closes anything', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"']/)
        expect(escapeHtml(text).replace(/&(amp|lt|gt|quot|#39);/g, '')).not.toContain('&')
      }),
    )
  })
})

describe('jsonForScript', () => {
  it('says the same as JSON and can neither end a script element nor open a comment', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.constantFrom('</script>', '<!--', '-->', '\u2028', '\u2029')), (text) => {
        const written = jsonForScript({ [text]: text }).toString()
        expect(written).not.toMatch(/[<>\u2028\u2029]/)
        expect(JSON.parse(written)).toEqual({ [text]: text })
      }),
    )
  })
})
