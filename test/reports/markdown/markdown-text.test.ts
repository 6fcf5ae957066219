import { describe, expect, it } from 'vitest'
import {
  markdownCellCode,
  markdownCode,
  markdownCodeBlock,
  markdownTable,
  markdownText,
} from '../../../reports/markdown/markdown-text.ts'

describe('markdownText', () => {
  it.each([
    {
      sentence: 'leaves plain words and figures',
      text: 'P95 is 2.00 s (33% above it).',
      written: 'P95 is 2.00 s (33% above it).',
    },
    { sentence: 'ends no table cell', text: 'a|b', written: 'a\\|b' },
    { sentence: 'opens no HTML', text: '<script>alert(1)</script>', written: '\\<script>alert(1)\\</script>' },
    { sentence: 'formats nothing', text: '*a* _b_ `c` ~d~ $e$', written: '\\*a\\* \\_b\\_ \\`c\\` \\~d\\~ \\$e\\$' },
    { sentence: 'makes no link and no picture', text: '![x](y) [z](w)', written: '!\\[x](y) \\[z](w)' },
    { sentence: 'links no address', text: 'see https://evil.example', written: 'see https:<!-- -->//evil.example' },
    { sentence: 'calls nobody', text: 'hi @team, a@b', written: 'hi @<!-- -->team, a@<!-- -->b' },
    { sentence: 'starts no heading', text: '# x', written: '\\# x' },
    { sentence: 'starts no list', text: '- x', written: '\\- x' },
    { sentence: 'starts no numbered list', text: '1. x', written: '1\\. x' },
    { sentence: 'starts no quote', text: '> x', written: '\\> x' },
    { sentence: 'keeps an entity as it is written', text: '&lt; & &', written: '&amp;lt; & &' },
    { sentence: 'keeps a backslash', text: 'a\\|b', written: 'a\\\\\\|b' },
  ])('$sentence', ({ text, written }) => {
    expect(markdownText(text)).toBe(written)
  })
})

describe('code', () => {
  it.each([
    { text: 'p95 < 1s', span: '`p95 < 1s`', cell: '`p95 < 1s`' },
    { text: 'a`b', span: '``a`b``', cell: '``a`b``' },
    { text: '`a', span: '`` `a ``', cell: '`` `a ``' },
    { text: 'a|b', span: '`a|b`', cell: '`a\\|b`' },
    { text: 'a\\|b', span: '`a\\|b`', cell: 'a\\\\\\|b' },
    { text: ' ', span: '', cell: '' },
  ])('$text is $span, and $cell in a table', ({ text, span, cell }) => {
    expect(markdownCode(text)).toBe(span)
    expect(markdownCellCode(text)).toBe(cell)
  })

  it('sets a block with a fence that its text cannot close', () => {
    expect(markdownCodeBlock('npm run scenario lab', 'sh')).toBe('```sh\nnpm run scenario lab\n```')
    expect(markdownCodeBlock('a ```` b', 'sh')).toBe('`````sh\na ```` b\n`````')
  })
})

describe('markdownTable', () => {
  it('aligns, and leaves out the columns with nothing in them', () => {
    const columns = [{ header: '' }, { header: 'P95', align: 'right' as const }, { header: 'During' }]
    expect(
      markdownTable(columns, [
        ['a', '2.00s', ''],
        ['b', '', ''],
      ]),
    ).toBe('|  | P95 |\n| --- | ---: |\n| a | 2.00s |\n| b |  |')
  })
})
