// An expression with a part of its text replaced. All else stays as its author spelled it.

import type { Tree } from '@lezer/common'
import { parser } from '@prometheus-io/lezer-promql'
import { asGrammarHasIt } from '../parse/grammar-text.ts'
import type { Span } from '../parse/promql-error.ts'

/** The expression, or why it cannot be told what is to be replaced. */
export type EditedExpression = { readonly expression: string } | { readonly problem: string }

/** Positions in the tree are those of the text. */
export function expressionTree(expression: string): Tree {
  return parser.parse(asGrammarHasIt(expression))
}

/** @param spans apart from one another */
export function replaceSpans(text: string, spans: readonly Span[], replacement: string): string {
  return [...spans]
    .sort((a, b) => b.from - a.from)
    .reduce((edited, { from, to }) => edited.slice(0, from) + replacement + edited.slice(to), text)
}
