// Reads mistakes.txt: sections that begin with `== title` and a frame of lines with `| `; in them blocks of a sentence,
// what is written (four spaces in), and one line with `→` for each message.

import { readFileSync } from 'node:fs'

export interface MistakeRow {
  readonly sentence: string
  readonly text: string
  readonly messages: readonly string[]
}

export interface MistakeSection {
  readonly title: string
  readonly rows: readonly MistakeRow[]
}

export function mistakeSections(): MistakeSection[] {
  const [, ...sections] = readFileSync(new URL('mistakes.txt', import.meta.url), 'utf8').split(/^== /m)
  return sections.map((section) => {
    const [head = '', ...blocks] = section.trim().split('\n\n')
    const [title = '', ...frame] = head.split('\n')
    const framed = frame.map((line) => `${line.slice(2)}\n`).join('')
    return { title, rows: blocks.map((block) => readRow(block, framed)) }
  })
}

function readRow(block: string, frame: string): MistakeRow {
  const [sentence = '', ...lines] = block.split('\n')
  const marked = (mark: string) => lines.filter((line) => line.startsWith(mark)).map((line) => line.slice(mark.length))
  return { sentence, text: frame.replace('…', () => marked('    ').join('\n')), messages: marked('  → ') }
}
