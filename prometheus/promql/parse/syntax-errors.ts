// The grammar is an editor's: it never throws, it leaves error nodes in the tree. They are turned into one error here.

import type { SyntaxNode, Tree } from '@lezer/common'
import type { PromqlError } from './promql-error.ts'
import type { QueryText } from './query-text.ts'
import { unknownFunction } from './unknown-function.ts'

/** The first thing in the text that is not PromQL; undefined where all of it is. */
export function syntaxError(tree: Tree, query: QueryText): PromqlError | undefined {
  const node = firstErrorNode(tree)
  if (!node) return undefined
  const open = unclosedString(query.textOf({ from: 0, to: tree.length }))
  if (open !== undefined) return query.error('a string without its closing quote', { from: open, to: tree.length })
  const before = query.textOf({ from: 0, to: node.from })
  const name = /([A-Za-z_:][\w:]*)\s*$/.exec(before)
  if (name?.[1] && query.textOf(node).startsWith('('))
    return unknownFunction(name[1], { from: name.index, to: name.index + name[1].length }, query)
  const rest = query.textOf({ from: node.from, to: tree.length })
  if (rest.trim() === '') return query.error(unfinished(before), { from: tree.length, to: tree.length })
  const variable = /^\s*(\$(?:\w+|\{\w+[^}]*\}))/.exec(rest)
  if (variable?.[1] !== undefined)
    return query.error(`a variable that only a Grafana dashboard fills in (${variable[1]}): write its value`, {
      from: node.from,
      to: node.from + variable[0].length,
    })
  if (/[{,]\s*[\w.]+\s*(?:=~|!~|!=|=)\s*$/.test(before) && isInBraces(before))
    return query.error('the value of a label stands in quotes', { from: node.from, to: node.from + 1 })
  const clause = /\b(by|without|on|ignoring|group_left|group_right)\s*$/i.exec(before)?.[1]
  const label = /^\s*(\w+)/.exec(rest)?.[1]
  if (clause !== undefined && label !== undefined)
    return query.error(`labels stand in parentheses: ${clause} (${label})`, {
      from: node.from,
      to: node.from + rest.indexOf(label) + label.length,
    })
  const token = /^\s*([\w:.]+|\S)/.exec(rest)
  return query.error('not expected here', { from: node.from, to: node.from + (token?.[0].length ?? 1) })
}

function firstErrorNode(tree: Tree): SyntaxNode | undefined {
  let found: SyntaxNode | undefined
  tree.iterate({
    enter: (node) => {
      if (node.type.isError && (!found || node.from < found.from)) found = node.node
    },
  })
  return found
}

/** Strings, comments and brackets: in a string or a comment a bracket is none. */
const TOKENS = /"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?|`[^`]*`?|#[^\n]*|[()[\]{}]/gs

/** Where a string starts that never ends. */
function unclosedString(text: string): number | undefined {
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    const quote = /^["'`]/.exec(token)?.[0]
    if (quote && (token.length < 2 || !token.endsWith(quote))) return index
  }
  return undefined
}

function isInBraces(text: string): boolean {
  return text.lastIndexOf('{') > text.lastIndexOf('}')
}

const CLOSING = { '(': ')', '[': ']', '{': '}' } as const

function unfinished(text: string): string {
  if (text.trim() === '') return 'expected an expression'
  const open: string[] = []
  for (const [token] of text.matchAll(TOKENS)) {
    if (token in CLOSING) open.push(CLOSING[token as keyof typeof CLOSING])
    else if (token === open.at(-1)) open.pop()
  }
  const closing = open.at(-1)
  return closing === undefined ? 'expected more: something is missing here' : `expected ${closing}`
}
