// Parses a bucket layout as people write it: a known name, a list of bounds (`0.1,0.2,0.5` in seconds, or `100ms,1s`),
// or a family: `linear(0.1,0.1,10)`, `exponential(5ms,2,12)`, `slo(100ms,1s)`, `native(4)`.
// `mine=0.1,0.2,0.5` names the layout.

import { parseDuration } from '../text/duration.ts'
import { didYouMean } from '../text/nearest-word.ts'
import { UserError } from '../user-error.ts'
import { exponentialBounds, linearBounds, sloBounds } from './bucket-families.ts'
import { bucketLayout } from './bucket-layout.ts'
import { NAMED_LAYOUTS } from './named-layouts.ts'
import { type HistogramLayout, nativeLayout } from './native-layout.ts'

export const LAYOUT_EXAMPLES = [
  ...Object.keys(NAMED_LAYOUTS),
  '0.1,0.2,0.5',
  '100ms,250ms,1s',
  'linear(0.1,0.1,10)',
  'exponential(5ms,2,12)',
  'slo(100ms,1s)',
  'native(4)',
] as const

const FAMILIES = ['linear', 'exponential', 'slo', 'native'] as const

/** @throws UserError with what was expected and the nearest known name */
export function parseLayout(text: string): HistogramLayout {
  const [, given, body = ''] = /^(?:\s*([\w.-]+)\s*=)?\s*(.*?)\s*$/s.exec(text) ?? []
  const name = given ?? body.replaceAll(/\s+/g, '')
  try {
    return parseBody(name, body) ?? unknownName(text, body)
  } catch (error) {
    if (error instanceof RangeError)
      throw new UserError(`layout "${text}": ${error.message.replace(/^layout [^:]*: /, '')}`, { cause: error })
    throw error
  }
}

function parseBody(name: string, body: string): HistogramLayout | undefined {
  if (Object.hasOwn(NAMED_LAYOUTS, body)) return { ...NAMED_LAYOUTS[body as keyof typeof NAMED_LAYOUTS], name }
  const [, family, inside] = /^([a-z]+)\s*\((.*)\)$/s.exec(body) ?? []
  if (family !== undefined && inside !== undefined) return parseFamily(name, family, numbers(inside))
  if (!/^[\d.]/.test(body)) return undefined
  return bucketLayout(name, numbers(body))
}

function parseFamily(name: string, family: string, parameters: readonly number[]): HistogramLayout | undefined {
  const [first, second, third] = parameters as [number, number, number]
  switch (family) {
    case 'linear':
      expectCount(parameters, 3, 'start, width and count')
      return bucketLayout(name, linearBounds(first, second, third))
    case 'exponential':
      expectCount(parameters, 3, 'start, factor and count')
      return bucketLayout(name, exponentialBounds(first, second, third))
    case 'slo':
      return bucketLayout(name, sloBounds(parameters))
    case 'native':
      expectCount(parameters, 1, 'a schema')
      return nativeLayout(first, name)
    default:
      return undefined
  }
}

function expectCount(parameters: readonly number[], count: number, what: string): void {
  if (parameters.length !== count) throw new RangeError(`expected ${what}, got ${parameters.length} value(s)`)
}

function numbers(list: string): number[] {
  return list.split(',').map((item) => {
    const text = item.trim()
    const seconds = /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : parseDuration(text)
    if (seconds === undefined) throw new RangeError(`expected seconds or a duration such as 250ms, got "${text}"`)
    return seconds
  })
}

function unknownName(text: string, body: string): never {
  const known = [...Object.keys(NAMED_LAYOUTS), ...FAMILIES]
  const hint = didYouMean(body.replace(/\(.*$/s, ''), known)
  throw new UserError(`layout "${text}": expected one of ${LAYOUT_EXAMPLES.join('; ')}${hint}`)
}
