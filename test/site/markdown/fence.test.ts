import { expect, it } from 'vitest'
import { fencesOf } from '../../../site/markdown/fence.ts'

it('gives language, title, line and text, without the indentation of a list', () => {
  const text =
    'Text\n```yaml title="a.yaml"\nname: a\n```\n\n1. Item\n\n   ```sh\n   ls\n     -l\n   ```\n~~~\n```\n~~~\n'
  expect(fencesOf(text)).toEqual([
    { language: 'yaml', title: 'a.yaml', line: 3, text: 'name: a\n' },
    { language: 'sh', title: null, line: 9, text: 'ls\n  -l\n' },
    { language: '', title: null, line: 13, text: '```\n' },
  ])
})
