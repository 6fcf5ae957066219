// What reading a syntax tree needs at hand: the text, the tree's nodes without comments, and errors that say where.

import type { SyntaxNode } from '@lezer/common'
import { PromqlError, type Span } from './promql-error.ts'

export class Reading {
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

  error(problem: string, span: Span): PromqlError {
    return new PromqlError(problem, this.#text, span)
  }

  /** The result, or an error at this place in place of a RangeError. */
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
