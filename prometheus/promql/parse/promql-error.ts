// What is wrong with a PromQL expression, and where: `1:6 rat: unknown function (did you mean rate?)`

import { UserError } from '../../../core/user-error.ts'

const LONGEST_FRAGMENT = 40

/** Half-open, in UTF-16 units of the text, as the parser counts them. */
export interface Span {
  readonly from: number
  readonly to: number
}

export class PromqlError extends UserError {
  /** Both count from 1. */
  readonly line: number
  readonly column: number
  /** Where the part that is wrong begins, in UTF-16 units of the text. */
  readonly offset: number
  /** That part in brief, such as the name of a function. */
  readonly part: string
  /** What is wrong, without the position. */
  readonly problem: string

  /** Whether Prometheus would accept it: it is only not evaluated here. */
  readonly unsupported: boolean

  constructor(problem: string, text: string, span: Span, unsupported = false) {
    const before = text.slice(0, span.from).split('\n')
    const line = before.length
    const column = (before.at(-1) ?? '').length + 1
    const part = fragment(text, span)
    super(`${line}:${column} ${part}: ${problem}`)
    this.line = line
    this.column = column
    this.offset = span.from
    this.part = part
    this.problem = problem
    this.unsupported = unsupported
  }
}

function fragment(text: string, span: Span): string {
  const words = text.slice(span.from, span.to).replace(/\s+/g, ' ').trim()
  if (words === '') return span.from >= text.trimEnd().length ? 'end of expression' : 'here'
  return words.length > LONGEST_FRAGMENT ? `${words.slice(0, LONGEST_FRAGMENT - 1)}…` : words
}
