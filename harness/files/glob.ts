// Patterns of file names and of scenarios' names, where a shell has not expanded them: `*`, `?`, `[a-z]`, `[!a-z]` and
// `{a,b}` within a name, `**` over folders. As in a shell, `*` and `?` match no name that begins with a dot.

import { UserError } from '../../core/user-error.ts'

/** Whether a text has a part that stands for more than itself. */
export function isGlob(text: string): boolean {
  return /[*?{[]/.test(text)
}

/** What the whole of a path, or of a name, is held against. @throws UserError where a range in it is none */
export function globExpression(pattern: string): RegExp {
  try {
    return new RegExp(`^${source(pattern)}$`)
  } catch (cause) {
    throw new UserError(`${pattern}: expected a pattern such as rules/*.yml or lag-[a-z]*, got a range that is none`, {
      cause,
    })
  }
}

/** The folder above everything that can match: what stands before the first part with a pattern. */
export function globFolder(pattern: string): string {
  return /^[^*?{[]*\//.exec(pattern)?.[0] ?? '.'
}

const TOKEN = /\*\*\/|\*\*|\*|\?|\[!?[^\]/]+\]|\{[^{}]*\}|[\\^$.|+()[\]{}]/g

/** Not before the dot with which a name begins; what stands before it in the pattern may have matched nothing. */
const NO_DOT = '(?!(?<![^/])\\.)'

function source(pattern: string): string {
  return pattern.replace(TOKEN, (token) => {
    if (token === '**/') return '(?:(?!\\.)[^/]+/)*'
    if (token === '**') return `${NO_DOT}(?:[^/]|/(?!\\.))*`
    if (token === '*') return `${NO_DOT}[^/]*`
    if (token === '?') return `${NO_DOT}[^/]`
    if (token.startsWith('[') && token.length > 2) return `${NO_DOT}[${setOf(token.slice(1, -1))}]`
    if (token.startsWith('{') && token.length > 1) return `(?:${token.slice(1, -1).split(',').map(source).join('|')})`
    return `\\${token}`
  })
}

function setOf(set: string): string {
  const isNegated = set.startsWith('!')
  const members = (isNegated ? set.slice(1) : set).replace(/[\\^[\]]/g, '\\$&')
  return isNegated ? `^/${members}` : members
}
