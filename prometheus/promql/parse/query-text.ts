// The text of a query while its syntax tree is read, and errors that point into it.

import type { SyntaxNode } from '@lezer/common'
import { PromqlError, type Span } from './promql-error.ts'

export class QueryText {
  /** As the user wrote it: errors quote this. */
  readonly #text: string
  /** As it was parsed, with every position the same. */
  readonly #parsed: string

  constructor(text: string, parsed: string) {
    this.#text = text
    this.#parsed = parsed
  }

  textOf(span: Span): string {
    return this.#parsed.slice(span.from, span.to)
  }

  /** As the user wrote it, where the grammar has another word for it. */
  writtenAt(span: Span): string {
    return this.#text.slice(span.from, span.to)
  }

  error(problem: string, span: Span): PromqlError {
    return new PromqlError(problem, this.#text, span)
  }

  /** For what Prometheus knows and is not evaluated here. */
  unsupported(problem: string, span: Span): PromqlError {
    return new PromqlError(problem, this.#text, span, true)
  }

  /** What `read` returns; a RangeError that it throws becomes an error at this place. */
  at<T>(span: Span, read: () => T): T {
    try {
      return read()
    } catch (error) {
      if (error instanceof RangeError) throw this.error(error.message, span)
      throw error
    }
  }
}

export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = []
  for (let child = node.firstChild; child; child = child.nextSibling)
    if (child.name !== 'LineComment') children.push(child)
  return children
}

export function childNamed(node: SyntaxNode, name: string): SyntaxNode | undefined {
  return childrenOf(node).find((child) => child.name === name)
}
