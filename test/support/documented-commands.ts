// The commands that documents show: lines of blocks that call a program. What is piped, joined by && or continued on the
// next line counts as it does in a shell.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { splitWords } from '../../action/split-words.ts'
import { packageRoot } from '../../core/compiled-entry.ts'
import { fencesOf } from '../../site/markdown/fence.ts'

export interface DocumentedCommand {
  /** `docs/ci.md:12`. */
  readonly place: string
  readonly document: string
  /** Without assignments before it, and without what its output goes to. */
  readonly words: readonly string[]
}

/** Blocks of other languages are no commands; those without a language hold both. */
const SHELL = new Set(['', 'sh', 'bash'])

export function documentedCommands(document: string): DocumentedCommand[] {
  const text = readFileSync(join(packageRoot, document), 'utf8')
  return fencesOf(text)
    .filter(({ language }) => SHELL.has(language))
    .flatMap(({ language, line, text: block }) =>
      logicalLines(block, line)
        .filter((each) => language !== '' || looksLikeCommand(each.text))
        .flatMap((each) =>
          simpleCommands(each.text).map((words) => ({ place: `${document}:${each.line}`, document, words })),
        ),
    )
}

/** In blocks without a language: output never begins with the name of a program and an argument. */
function looksLikeCommand(line: string): boolean {
  return /^(?:[A-Z][A-Z_]*=\S* )*(?:npm|npx|node|sla-harness|sudo|bash|export|kubectl|docker|promtool|curl|git) /.test(
    line,
  )
}

function logicalLines(block: string, firstLine: number): { readonly text: string; readonly line: number }[] {
  const lines: { text: string; line: number }[] = []
  for (const [i, text] of block.split('\n').entries()) {
    const last = lines.at(-1)
    if (last?.text.endsWith('\\')) last.text = `${last.text.slice(0, -1)}${text.trim()}`
    else lines.push({ text: text.trim(), line: firstLine + i })
  }
  return lines.filter(({ text }) => text !== '' && !text.startsWith('#'))
}

function simpleCommands(line: string): string[][] {
  return line
    .replace(/\s#\s.*$/, '')
    .split(/&&|\|\||;|\||(?<!>)&(?!\d)/)
    .map((part) => splitWords(part.replace(/\s[0-9]?>>?\s*\S+/g, '')))
    .map((words) => words.slice(words.findIndex((word) => !/^[A-Z][A-Z_0-9]*=/.test(word))))
    .filter((words) => words.length > 0)
}

/** The words behind `sla-harness`, where a command calls it, also through npm; null where it calls another program. */
export function harnessArguments(words: readonly string[], scripts: Readonly<Record<string, string>>): string[] | null {
  const [program, ...rest] = words
  if (program === 'sla-harness') return rest
  if (program === 'npx' && rest[0] === 'sla-harness') return rest.slice(1)
  if (program !== 'npm' || !rest.includes('run')) return null
  const [script = '', ...behind] = rest.slice(rest.indexOf('run') + 1).filter((word) => word !== '--silent')
  const runs = /^node scripts\/run\.mjs ?(\S*)$/.exec(scripts[script] ?? '')
  if (runs === null) return null
  const at = behind.indexOf('--')
  const passed = at === -1 ? behind : [...behind.slice(0, at), ...behind.slice(at + 1)]
  return [...(runs[1] === '' || runs[1] === undefined ? [] : [runs[1]]), ...passed]
}
