// Binary operations with their modifiers: `bool`, `on (…)`, `ignoring (…)`, `group_left (…)`, `group_right (…)`.

import type { SyntaxNode } from '@lezer/common'
import {
  type Binary,
  type BinaryOperator,
  isArithmetic,
  isComparison,
  type VectorMatching,
} from '../expression/expression.ts'
import { expressionType } from '../expression/value-type.ts'
import type { BinaryItem } from './operator-chain.ts'
import type { Placed } from './placed.ts'
import { childNamed, childrenOf, type QueryText } from './query-text.ts'
import { readLabelList } from './read-aggregation.ts'

export function readBinary(left: Placed, item: BinaryItem, right: Placed, query: QueryText): Binary {
  const { operator, node } = item
  const fill = childNamed(node, 'FillModifier')
  if (fill) throw query.unsupported('the fill modifiers are not evaluated here', fill)
  const returnsBool = childNamed(node, 'BoolModifier') !== undefined
  if (returnsBool && !isComparison(operator))
    throw query.error('bool is for comparisons only', childNamed(node, 'BoolModifier') ?? item)
  const scalars = [left, right].filter((side) => isScalar(side, operator, query)).length
  if (scalars === 2 && isComparison(operator) && !returnsBool)
    throw query.error(`two scalars are compared with ${operator} bool`, item)
  if (scalars > 0 && isSet(operator))
    throw query.error(`${operator} needs an instant vector on both sides; write vector(…) around a scalar`, item)
  const matching = readMatching(item, query)
  if (scalars > 0 && matching.labels.length > 0)
    throw query.error('labels are matched only between two instant vectors', item)
  return {
    kind: 'binary',
    operator,
    left: left.expression,
    right: right.expression,
    returnsBool,
    matching: scalars > 0 ? null : matching,
  }
}

function isSet(operator: BinaryOperator): boolean {
  return !isArithmetic(operator) && !isComparison(operator)
}

function isScalar(side: Placed, operator: string, query: QueryText): boolean {
  const type = expressionType(side.expression)
  if (type === 'matrix' || type === 'string')
    throw query.error(
      `${operator} needs scalars or instant vectors on its sides, got a ${type === 'matrix' ? 'range vector' : 'string'}`,
      side,
    )
  return type === 'scalar'
}

function readMatching(item: BinaryItem, query: QueryText): VectorMatching {
  const clause = childNamed(item.node, 'MatchingModifierClause')
  const manySide = isSet(item.operator) ? 'both' : 'none'
  if (!clause) return { on: false, labels: [], manySide, include: [] }
  const [labels = [], include = []] = childrenOf(clause)
    .filter(({ name }) => name === 'GroupingLabels')
    .map((list) => readLabelList(list, query))
  const on = childNamed(clause, 'On') !== undefined
  const group = childNamed(clause, 'GroupLeft') ?? childNamed(clause, 'GroupRight')
  if (!group) return { on, labels, manySide, include: [] }
  refuseGrouping(item, group, on ? labels.find((label) => include.includes(label)) : undefined, query)
  return { on, labels, manySide: group.name === 'GroupLeft' ? 'left' : 'right', include }
}

function refuseGrouping(item: BinaryItem, group: SyntaxNode, twice: string | undefined, query: QueryText): void {
  if (isSet(item.operator)) throw query.error(`${item.operator} takes no ${query.textOf(group)}`, group)
  if (twice !== undefined)
    throw query.error(`the label ${twice} must not be in on (…) and ${query.textOf(group)} (…) at once`, group)
}
