// Aggregations: `sum by (job) (x)`, `topk(3, x)`.

import type { SyntaxNode } from '@lezer/common'
import type { Aggregation, AggregationOperator, Grouping } from '../expression/expression.ts'
import { expectType, type Placed } from './placed.ts'
import { readString } from './read-selector.ts'
import { childNamed, childrenOf, type Reading } from './reading.ts'
import { AGGREGATIONS, unsupportedAggregation } from './unknown-function.ts'

export function readAggregation(node: SyntaxNode, given: readonly Placed[], reading: Reading): Aggregation {
  const name = childNamed(node, 'AggregateOp') as SyntaxNode
  const operator = AGGREGATIONS.find((known) => known === reading.textOf(name).toLowerCase())
  if (!operator) throw unsupportedAggregation(name, reading)
  const wanted = takesParameter(operator) ? 2 : 1
  if (given.length !== wanted)
    throw reading.error(`${operator} takes ${wanted} argument${wanted === 1 ? '' : 's'}, got ${given.length}`, node)
  const operand = given.at(-1) as Placed
  expectType(operand, 'vector', operator, reading)
  const parameter = wanted === 2 ? (given[0] as Placed) : null
  if (parameter) expectType(parameter, 'scalar', `the first argument of ${operator}`, reading)
  return {
    kind: 'aggregation',
    operator,
    grouping: readGrouping(node, reading),
    parameter: parameter?.expression ?? null,
    operand: operand.expression,
  }
}

function takesParameter(operator: AggregationOperator): boolean {
  return operator === 'topk' || operator === 'bottomk' || operator === 'quantile'
}

function readGrouping(node: SyntaxNode, reading: Reading): Grouping {
  const modifier = childNamed(node, 'AggregateModifier')
  if (!modifier) return { mode: 'by', labels: [] }
  return { mode: childNamed(modifier, 'By') ? 'by' : 'without', labels: readLabels(modifier, reading) }
}

/** The names in the brackets that are this node's child. */
function readLabels(node: SyntaxNode, reading: Reading): string[] {
  const list = childNamed(node, 'GroupingLabels')
  return list ? readLabelList(list, reading) : []
}

export function readLabelList(list: SyntaxNode, reading: Reading): string[] {
  return childrenOf(list).map((child) =>
    child.name === 'QuotedLabelName' ? readString(child, reading) : reading.textOf(child),
  )
}
