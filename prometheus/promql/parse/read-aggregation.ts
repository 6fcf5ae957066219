// Aggregations: `sum by (job) (x)`, `topk(3, x)`.

import type { SyntaxNode } from '@lezer/common'
import { counted } from '../../../core/text/plural.ts'
import type { Aggregation, AggregationOperator, Grouping } from '../expression/expression.ts'
import { expectType, type Placed } from './placed.ts'
import { childNamed, childrenOf, type QueryText } from './query-text.ts'
import { readString } from './read-selector.ts'
import { AGGREGATIONS, unsupportedAggregation } from './unknown-function.ts'

/** @param readArguments called once the operator is known: what Prometheus knows may take arguments that are none here */
export function readAggregation(
  node: SyntaxNode,
  readArguments: () => readonly Placed[],
  query: QueryText,
): Aggregation {
  const name = childNamed(node, 'AggregateOp') as SyntaxNode
  const operator = AGGREGATIONS.find((known) => known === query.textOf(name).toLowerCase())
  if (!operator) throw unsupportedAggregation(name, query)
  const given = readArguments()
  const wanted = PARAMETERS[operator] === undefined ? 1 : 2
  if (given.length !== wanted)
    throw query.error(`${operator} takes ${counted(wanted, 'argument')}, got ${given.length}`, node)
  const operand = given.at(-1) as Placed
  expectType(operand, 'vector', operator, query)
  const parameter = wanted === 2 ? (given[0] as Placed) : null
  if (parameter) expectType(parameter, PARAMETERS[operator] ?? 'scalar', `the first argument of ${operator}`, query)
  return {
    kind: 'aggregation',
    operator,
    grouping: readGrouping(node, query),
    parameter: parameter?.expression ?? null,
    operand: operand.expression,
  }
}

/** The types of first arguments, where there are two. */
const PARAMETERS: Readonly<Partial<Record<AggregationOperator, 'scalar' | 'string'>>> = {
  topk: 'scalar',
  bottomk: 'scalar',
  quantile: 'scalar',
  count_values: 'string',
}

function readGrouping(node: SyntaxNode, query: QueryText): Grouping {
  const modifier = childNamed(node, 'AggregateModifier')
  if (!modifier) return { mode: 'by', labels: [] }
  return { mode: childNamed(modifier, 'By') ? 'by' : 'without', labels: readLabels(modifier, query) }
}

/** The names in the brackets that are this node's child. */
function readLabels(node: SyntaxNode, query: QueryText): string[] {
  const list = childNamed(node, 'GroupingLabels')
  return list ? readLabelList(list, query) : []
}

export function readLabelList(list: SyntaxNode, query: QueryText): string[] {
  return childrenOf(list).map((child) =>
    child.name === 'QuotedLabelName' ? readString(child, query) : query.textOf(child),
  )
}
