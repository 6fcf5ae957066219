// The labels that every element of an expression's result has for certain, with their values: those that its selectors ask
// for with `=`, as far as they come through. `sum by (job) (rate(x{job="api", code="500"}[5m]))`: job="api".

import { METRIC_NAME } from '../../series/series.ts'
import { ABSENCE_FUNCTIONS } from '../expression/absence-functions.ts'
import {
  type Aggregation,
  type Binary,
  type Call,
  type Expression,
  isComparison,
  type VectorSelector,
} from '../expression/expression.ts'
import { expressionType } from '../expression/value-type.ts'

export type CertainLabels = ReadonlyMap<string, string>

const NONE: CertainLabels = new Map()

export function certainLabels(expression: Expression): CertainLabels {
  switch (expression.kind) {
    case 'vectorSelector':
      return askedFor(expression)
    case 'matrixSelector':
      return askedFor(expression.selector)
    case 'subquery':
    case 'unary':
      return certainLabels(expression.operand)
    case 'parentheses':
      return certainLabels(expression.inner)
    case 'aggregation':
      return ofAggregation(expression)
    case 'call':
      return ofCall(expression)
    case 'binary':
      return ofBinary(expression)
    default:
      return NONE
  }
}

function askedFor({ matchers }: VectorSelector): CertainLabels {
  const exact = matchers.filter(
    ({ label, operator, value }) => label !== METRIC_NAME && operator === '=' && value !== '',
  )
  return new Map(exact.map(({ label, value }) => [label, value]))
}

function ofAggregation({ operator, grouping, parameter, operand }: Aggregation): CertainLabels {
  const inside = certainLabels(operand)
  // Their results are series of the operand.
  if (operator === 'topk' || operator === 'bottomk') return inside
  const made = operator === 'count_values' && parameter?.kind === 'string' ? parameter.value : null
  return kept(inside, (label) => label !== made && grouping.labels.includes(label) === (grouping.mode === 'by'))
}

/** Results without labels, and those that have others than the series have. */
const WITHOUT: ReadonlySet<string> = new Set(['scalar', 'vector', 'time', 'info'])

function ofCall({ name, arguments: given }: Call): CertainLabels {
  const operand = given.find((each) => expressionType(each) === 'vector' || expressionType(each) === 'matrix')
  if (operand === undefined || WITHOUT.has(name)) return NONE
  // Of anything but a selector, what is absent has no labels.
  if (ABSENCE_FUNCTIONS.has(name) && operand.kind !== 'vectorSelector' && operand.kind !== 'matrixSelector') return NONE
  const inside = certainLabels(operand)
  const [, made] = given
  const isMade = name === 'label_replace' || name === 'label_join'
  if (isMade && made?.kind === 'string') return kept(inside, (label) => label !== made.value)
  return inside
}

function ofBinary({ operator, left, right, matching, returnsBool }: Binary): CertainLabels {
  if (matching === null) return certainLabels(expressionType(left) === 'vector' ? left : right)
  if (operator === 'and' || operator === 'unless') return certainLabels(left)
  const [ofLeft, ofRight] = [certainLabels(left), certainLabels(right)]
  if (operator === 'or') return kept(ofLeft, (label, value) => ofRight.get(label) === value)
  if (matching.manySide !== 'none') {
    const many = matching.manySide === 'left' ? ofLeft : ofRight
    return kept(many, (label) => !matching.include.includes(label))
  }
  // A comparison that filters keeps the series of its left side, with all of their labels but those that are not matched.
  if (isComparison(operator) && !returnsBool && !matching.on && matching.labels.length === 0) return ofLeft
  return kept(ofLeft, (label) => matching.labels.includes(label) === matching.on)
}

function kept(labels: CertainLabels, keeps: (label: string, value: string) => boolean): CertainLabels {
  return new Map([...labels].filter(([label, value]) => keeps(label, value)))
}
