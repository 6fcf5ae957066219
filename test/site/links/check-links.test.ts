import { describe, expect, it } from 'vitest'
import { checkLinks, placeOf } from '../../../site/links/check-links.ts'
import { readMarkdown } from '../../../site/markdown/markdown-page.ts'

const TARGET = readMarkdown('docs/b.md', '# B\n\n## How it `works`\n')
const problemsOf = (text: string) =>
  checkLinks([readMarkdown('docs/a.md', text), TARGET], (path) => ['docs/a.md', 'docs/b.md', 'LICENSE'].includes(path))
    .problems

describe('the links of documents', () => {
  it.each([
    ['a heading of another document', '[b](b.md#how-it-works)'],
    ['a heading of the same document', '# A b\n\n[a](#a-b)'],
    ['a file from the root', '[l](../LICENSE)'],
    ['an image', '![l](../LICENSE)'],
    ['a link within code is text', '`[x](nowhere.md)`'],
    ['another host', '[x](https://nowhere.example/)'],
  ])('%s is right', (_, text) => {
    expect(problemsOf(text)).toEqual([])
  })

  it.each([
    [
      'a file that does not exist',
      'x\n\ny\n[c](c.md)',
      'docs/a.md:4 c.md: expected a file that exists, got docs/c.md, which does not',
    ],
    [
      'an image that does not exist',
      '![c](c.png)',
      'docs/a.md:1 c.png: expected a file that exists, got docs/c.png, which does not',
    ],
    [
      'a slip in an anchor',
      '[b](b.md#how-it-work)',
      'docs/a.md:1 b.md#how-it-work: expected a heading of docs/b.md, got #how-it-work (did you mean how-it-works?)',
    ],
    [
      'a path out of the project',
      '[x](../../x.md)',
      'docs/a.md:1 ../../x.md: expected a path within the project, got ../x.md',
    ],
    [
      'a link in a table',
      '| a |\n| --- |\n| x |\n| [c](c.md) |\n',
      'docs/a.md:4 c.md: expected a file that exists, got docs/c.md, which does not',
    ],
  ])('%s is named with its line', (_, text, problem) => {
    expect(problemsOf(text)).toEqual([problem])
  })

  it('lists other hosts once, and follows none', () => {
    const page = readMarkdown('a.md', '[b](https://b.example) <https://a.example> [b](https://b.example)')
    expect(checkLinks([page], () => false)).toEqual({
      problems: [],
      external: ['https://a.example', 'https://b.example'],
    })
  })
})

it('reads a folder with and without its slash alike', () => {
  expect(placeOf('README.md', 'prometheus/rules/')).toEqual({ path: 'prometheus/rules', anchor: '' })
})
