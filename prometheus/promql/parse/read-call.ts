// Function calls, with the number and the types of their arguments checked.

import type { SyntaxNode } from '@lezer/common'
import { counted } from '../../../core/text/plural.ts'
import type { Call, Expression, ValueType } from '../expression/expression.ts'
import { functionNamed, type PromqlFunction } from '../functions.ts'
import { expectType, type Placed } from './placed.ts'
import { childNamed, type QueryText } from './query-text.ts'
import { unsupportedFunction } from './unknown-function.ts'

/** @param readArguments called once the function is known: what Prometheus knows may take arguments that are none here */
export function readCall(node: SyntaxNode, readArguments: () => readonly Placed[], query: QueryText): Call {
  const identifier = childNamed(node, 'FunctionIdentifier') as SyntaxNode
  const name = query.writtenAt(identifier)
  const called = functionNamed(name)
  if (!called) throw unsupportedFunction(name, identifier, query)
  const { parameters } = called
  const given = readArguments()
  const [least, most] = argumentCounts(called)
  if (given.length > most || given.length < least)
    throw query.error(`${name} takes ${countText(least, most)}, got ${given.length}`, node)
  given.forEach((argument, i) => {
    expectType(argument, parameters[Math.min(i, parameters.length - 1)] as ValueType, name, query)
  })
  return { kind: 'call', name, arguments: given.map(({ expression }): Expression => expression) }
}

function argumentCounts({ parameters, optional, repeatsLast }: PromqlFunction): readonly [least: number, most: number] {
  return [parameters.length - optional, repeatsLast ? Number.POSITIVE_INFINITY : parameters.length]
}

function countText(least: number, most: number): string {
  if (most === Number.POSITIVE_INFINITY) return `${counted(least, 'argument')} or more`
  return least === most ? counted(most, 'argument') : `${least} to ${counted(most, 'argument')}`
}
