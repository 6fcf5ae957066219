// An expression as text, in Prometheus' own spelling. Source: prometheus/prometheus promql/parser/printer.go.

import { assertNever } from '../../../core/assert-never.ts'
import { formatPrometheusDuration } from '../prometheus-duration.ts'
import type { Aggregation, Binary, Expression, TimeModifiers, VectorMatching, VectorSelector } from './expression.ts'

const PLAIN_NAME = /^[A-Za-z_:][A-Za-z0-9_:]*$/

export function formatExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return formatNumber(expression.value)
    case 'string':
      return JSON.stringify(expression.value)
    case 'vectorSelector':
      return formatSelector(expression) + formatModifiers(expression)
    case 'matrixSelector': {
      const { selector, rangeMs } = expression
      return `${formatSelector(selector)}[${formatPrometheusDuration(rangeMs)}]${formatModifiers(selector)}`
    }
    case 'subquery': {
      const { operand, rangeMs, stepMs } = expression
      const step = stepMs === null ? '' : formatPrometheusDuration(stepMs)
      return `${formatExpression(operand)}[${formatPrometheusDuration(rangeMs)}:${step}]${formatModifiers(expression)}`
    }
    case 'call':
      return `${expression.name}(${expression.arguments.map(formatExpression).join(', ')})`
    case 'aggregation':
      return formatAggregation(expression)
    case 'binary':
      return formatBinary(expression)
    case 'unary':
      return `${expression.operator}${formatExpression(expression.operand)}`
    case 'parentheses':
      return `(${formatExpression(expression.inner)})`
    default:
      return assertNever(expression)
  }
}

function formatNumber(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf'
  if (value === Number.NEGATIVE_INFINITY) return '-Inf'
  return Object.is(value, -0) ? '-0' : String(value)
}

function formatSelector({ metric, matchers }: VectorSelector): string {
  const [own, others] = metric === null ? ['', matchers] : [metric, matchers.slice(1)]
  if (others.length === 0) return own
  const pairs = others.map(({ label, operator, value }) => `${formatLabel(label)}${operator}${JSON.stringify(value)}`)
  return `${own}{${pairs.join(',')}}`
}

function formatModifiers({ at, offsetMs }: TimeModifiers): string {
  const instant = at === null ? '' : ` @ ${typeof at === 'number' ? (at / 1e3).toFixed(3) : `${at}()`}`
  if (offsetMs === 0) return instant
  return `${instant} offset ${offsetMs < 0 ? '-' : ''}${formatPrometheusDuration(Math.abs(offsetMs))}`
}

function formatAggregation({ operator, grouping, parameter, operand }: Aggregation): string {
  const shown = grouping.mode === 'without' || grouping.labels.length > 0
  const modifier = shown ? ` ${grouping.mode} (${grouping.labels.map(formatLabel).join(', ')}) ` : ''
  const first = parameter ? `${formatExpression(parameter)}, ` : ''
  return `${operator}${modifier}(${first}${formatExpression(operand)})`
}

function formatBinary({ operator, left, right, returnsBool, matching }: Binary): string {
  const bool = returnsBool ? ' bool' : ''
  return `${formatExpression(left)} ${operator}${bool}${formatMatching(matching)} ${formatExpression(right)}`
}

function formatMatching(matching: VectorMatching | null): string {
  if (
    !matching ||
    (!matching.on && matching.labels.length === 0 && matching.manySide !== 'left' && matching.manySide !== 'right')
  )
    return ''
  const { on, labels, manySide, include } = matching
  const list = (names: readonly string[]) => `(${names.map(formatLabel).join(', ')})`
  const group = manySide === 'left' || manySide === 'right' ? ` group_${manySide} ${list(include)}` : ''
  return ` ${on ? 'on' : 'ignoring'} ${list(labels)}${group}`
}

function formatLabel(label: string): string {
  return PLAIN_NAME.test(label) ? label : JSON.stringify(label)
}
