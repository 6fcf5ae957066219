// The functions of templates that are evaluated here, on values with the types that Go distinguishes: comparing an integer
// with a float is an error there. Source: Go text/template/funcs.go; prometheus template/template.go.

import { labelValue } from '../../series/labels.ts'
import type { Labels } from '../../series/series.ts'
import { humanize, humanizeDuration, humanizePercentage } from './humanize.ts'
import { TemplateError } from './template-error.ts'

export type TemplateValue =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'float' | 'int'; readonly value: number }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'labels'; readonly labels: Labels }
  | { readonly kind: 'data'; readonly fields: Readonly<Record<string, TemplateValue>> }
  | { readonly kind: 'nil' }

/** The template has something that is not rendered here. */
export class UnrenderedTemplate extends Error {
  override readonly name = 'UnrenderedTemplate'
}

/** All that `callFunction` knows. */
export const RENDERED_FUNCTIONS: ReadonlySet<string> = new Set([
  ...['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'and', 'or', 'not', 'index', 'toUpper', 'toLower'],
  ...['humanize', 'humanizeDuration', 'humanizePercentage'],
])

type Scalar = Extract<TemplateValue, { value: unknown }>

export function callFunction(name: string, values: readonly TemplateValue[]): TemplateValue {
  switch (name) {
    case 'eq':
      return bool(equalsAny(values))
    case 'ne':
      return bool(!equals(...pair(name, values)))
    case 'lt':
      return bool(isLess(...pair(name, values)))
    case 'le':
      return bool(isLess(...pair(name, values)) || equals(...pair(name, values)))
    case 'gt':
      return bool(!isLess(...pair(name, values)) && !equals(...pair(name, values)))
    case 'ge':
      return bool(!isLess(...pair(name, values)))
    case 'and':
    case 'or':
    case 'not':
      return logic(name, values)
    case 'index':
      return indexed(values)
    case 'toUpper':
      return string(textOf(name, values).toUpperCase())
    case 'toLower':
      return string(textOf(name, values).toLowerCase())
    case 'humanize':
      return string(humanize(numberOf(name, values)))
    case 'humanizeDuration':
      return string(humanizeDuration(numberOf(name, values)))
    case 'humanizePercentage':
      return string(humanizePercentage(numberOf(name, values)))
    default:
      throw new UnrenderedTemplate(name)
  }
}

function bool(value: boolean): TemplateValue {
  return { kind: 'bool', value }
}

function string(value: string): TemplateValue {
  return { kind: 'string', value }
}

function pair(name: string, values: readonly TemplateValue[]): [Scalar, Scalar] {
  const [a, b] = values
  if (!a || !b || values.length > 2)
    throw new TemplateError(`wrong number of args for ${name}: want 2 got ${values.length}`)
  return [scalar(a), scalar(b)]
}

function scalar(value: TemplateValue): Scalar {
  if ('value' in value) return value
  throw new TemplateError('invalid type for comparison')
}

function equalsAny([first, ...others]: readonly TemplateValue[]): boolean {
  if (!first || others.length === 0) throw new TemplateError('missing argument for comparison')
  return others.some((other) => equals(scalar(first), scalar(other)))
}

function equals(a: Scalar, b: Scalar): boolean {
  if (a.kind !== b.kind) throw new TemplateError(`incompatible types for comparison: ${a.kind} and ${b.kind}`)
  return a.value === b.value
}

function isLess(a: Scalar, b: Scalar): boolean {
  if (a.kind !== b.kind) throw new TemplateError(`incompatible types for comparison: ${a.kind} and ${b.kind}`)
  if (a.kind === 'bool') throw new TemplateError('invalid type for comparison')
  return a.value < b.value
}

function logic(name: 'and' | 'or' | 'not', values: readonly TemplateValue[]): TemplateValue {
  const [first, ...others] = values
  if (!first) throw new TemplateError(`wrong number of args for ${name}: want at least 1 got 0`)
  if (name === 'not') return bool(!isTrue(first))
  return others.reduce((value, next) => (isTrue(value) === (name === 'and') ? next : value), first)
}

export function isTrue(value: TemplateValue): boolean {
  switch (value.kind) {
    case 'string':
      return value.value !== ''
    case 'float':
    case 'int':
      return value.value !== 0
    case 'bool':
      return value.value
    case 'labels':
      return Object.keys(value.labels).length > 0
    case 'data':
      return true
    case 'nil':
      return false
  }
}

function indexed([of, key, ...more]: readonly TemplateValue[]): TemplateValue {
  if (of?.kind !== 'labels' || key?.kind !== 'string' || more.length > 0) throw new UnrenderedTemplate('index')
  return string(labelValue(of.labels, key.value))
}

function textOf(name: string, [value, ...more]: readonly TemplateValue[]): string {
  if (value?.kind === 'string' && more.length === 0) return value.value
  throw new TemplateError(`wrong type for value in ${name}; expected string`)
}

function numberOf(name: string, [value, ...more]: readonly TemplateValue[]): number {
  if ((value?.kind === 'float' || value?.kind === 'int') && more.length === 0) return value.value
  throw new UnrenderedTemplate(name)
}
