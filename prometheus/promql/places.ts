// Where parts of an expression stand in its text, from 0. The tree of the text and the expression are both walked in the
// order of the text, so that the nth of the one is the nth of the other.

import type { SyntaxNodeRef } from '@lezer/common'
import { expressionTree } from './edit/edited-expression.ts'
import type { Call, Expression } from './expression/expression.ts'
import { partsOf } from './expression/parts.ts'

/** @param call one of those in the expression, which the text is that of */
export function placeOfCall(call: Call, expression: Expression, text: string): number {
  const places = placesOf(text, ({ name }) => name === 'FunctionCall')
  return places[callsIn(expression).indexOf(call)] ?? 0
}

/** That of the first `@` with a number behind it. */
export function placeOfFixedInstant(text: string): number {
  const [first] = placesOf(
    text,
    ({ name, node }) => name === 'At' && node.parent?.getChild('AtModifierPreprocessors') === null,
  )
  return first ?? 0
}

function callsIn(expression: Expression): readonly Call[] {
  const inside = partsOf(expression).flatMap(callsIn)
  return expression.kind === 'call' ? [expression, ...inside] : inside
}

function placesOf(text: string, isMeant: (node: SyntaxNodeRef) => boolean): readonly number[] {
  const places: number[] = []
  expressionTree(text).iterate({
    enter: (node) => {
      if (isMeant(node)) places.push(node.from)
    },
  })
  return places
}
