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
import { readLabelList } from './read-aggregation.ts'
import { childNamed, childrenOf, type Reading } from './reading.ts'

export function readBinary(left: Placed, item: BinaryItem, right: Placed, reading: Reading): Binary {
  const { operator, node } = item
  const fill = childNamed(node, 'FillModifier')
  if (fill) throw reading.error('the fill modifiers are not evaluated here', fill)
  const returnsBool = childNamed(node, 'BoolModifier') !== undefined
  if (returnsBool && !isComparison(operator))
    throw reading.error('bool is for comparisons only', childNamed(node, 'BoolModifier') ?? item)
  const scalars = [left, right].filter((side) => isScalar(side, operator, reading)).length
  if (scalars === 2 && isComparison(operator) && !returnsBool)
    throw reading.error(`two scalars are compared with ${operator} bool`, item)
  if (scalars > 0 && isSet(operator))
    throw reading.error(`${operator} needs an instant vector on both sides; write vector(…) around a scalar`, item)
  const matching = readMatching(item, reading)
  if (scalars > 0 && matching.labels.length > 0)
    throw reading.error('labels are matched only between two instant vectors', item)
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

function isScalar(side: Placed, operator: string, reading: Reading): boolean {
  const type = expressionType(side.expression)
  if (type === 'matrix')
    throw reading.error(`${operator} needs scalars or instant vectors on its sides, got a range vector`, side)
  return type === 'scalar'
}

function readMatching(item: BinaryItem, reading: Reading): VectorMatching {
  const clause = childNamed(item.node, 'MatchingModifierClause')
  const manySide = isSet(item.operator) ? 'both' : 'none'
  if (!clause) return { on: false, labels: [], manySide, include: [] }
  const [labels = [], include = []] = childrenOf(clause)
    .filter(({ name }) => name === 'GroupingLabels')
    .map((list) => readLabelList(list, reading))
  const on = childNamed(clause, 'On') !== undefined
  const group = childNamed(clause, 'GroupLeft') ?? childNamed(clause, 'GroupRight')
  if (!group) return { on, labels, manySide, include: [] }
  refuseGrouping(item, group, on ? labels.find((label) => include.includes(label)) : undefined, reading)
  return { on, labels, manySide: group.name === 'GroupLeft' ? 'left' : 'right', include }
}

function refuseGrouping(item: BinaryItem, group: SyntaxNode, twice: string | undefined, reading: Reading): void {
  if (isSet(item.operator)) throw reading.error(`${item.operator} takes no ${reading.textOf(group)}`, group)
  if (twice !== undefined)
    throw reading.error(`the label ${twice} must not be in on (…) and ${reading.textOf(group)} (…) at once`, group)
}
