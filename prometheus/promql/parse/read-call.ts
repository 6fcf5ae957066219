// Function calls, with the number and the types of their arguments checked.

import type { SyntaxNode } from '@lezer/common'
import type { Call, Expression, ValueType } from '../expression/expression.ts'
import { functionNamed } from '../functions.ts'
import { expectType, type Placed } from './placed.ts'
import { childNamed, type QueryText } from './query-text.ts'
import { unsupportedFunction } from './unknown-function.ts'

/** @param readArguments called once the function is known: what Prometheus knows may take arguments that are none here */
export function readCall(node: SyntaxNode, readArguments: () => readonly Placed[], query: QueryText): Call {
  const identifier = childNamed(node, 'FunctionIdentifier') as SyntaxNode
  const name = query.textOf(identifier)
  const called = functionNamed(name)
  if (!called) throw unsupportedFunction(name, identifier, query)
  const { parameters, optional } = called
  const given = readArguments()
  if (given.length > parameters.length || given.length < parameters.length - optional)
    throw query.error(`${name} takes ${argumentCount(parameters, optional)}, got ${given.length}`, node)
  given.forEach((argument, i) => {
    expectType(argument, parameters[i] as ValueType, name, query)
  })
  return { kind: 'call', name, arguments: given.map(({ expression }): Expression => expression) }
}

function argumentCount(parameters: readonly ValueType[], optional: number): string {
  const most = parameters.length
  const range = optional === 0 ? `${most}` : `${most - optional} to ${most}`
  return `${range} argument${most === 1 ? '' : 's'}`
}
