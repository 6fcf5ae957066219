// What is asked of an answer beside its status, and what is kept of it for later requests.

import { isSensitive, redactText } from '../secrets/redact-text.ts'
import { formatByteSize } from '../text/byte-size.ts'
import { formatDuration } from '../text/duration.ts'
import { type Comparison, comparisonText } from './comparison.ts'
import { describeWritten } from './describe-written.ts'

export type AnswerCheck =
  | { readonly kind: 'header'; readonly header: string; readonly comparison: Comparison }
  | { readonly kind: 'pointer'; readonly pointer: string; readonly comparison: Comparison }
  | { readonly kind: 'bodyContains'; readonly text: string }
  /** RE2, anywhere in the body. */
  | { readonly kind: 'bodyMatches'; readonly pattern: string }
  /** Of the body as it is read, decompressed. Null for no limit. */
  | { readonly kind: 'bodySize'; readonly fromBytes: number; readonly toBytes: number | null }
  /** From the intended start to the first byte of the answer. */
  | { readonly kind: 'ttfb'; readonly belowSeconds: number }

/** Where a value is taken from. */
export type CaptureSource =
  | { readonly kind: 'json'; readonly pointer: string }
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'header'; readonly header: string }
  | { readonly kind: 'cookie'; readonly cookie: string }
  /** RE2: its first group, or all that it matches where it has none. */
  | { readonly kind: 'regex'; readonly pattern: string }

export interface Capture {
  readonly name: string
  readonly source: CaptureSource
}

/** One thing that can be wrong with an answer whose status is right. */
export type AskedOfAnswer =
  | AnswerCheck
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'capture'; readonly capture: Capture }

interface Asking {
  readonly expect: { readonly json?: unknown; readonly checks?: readonly AnswerCheck[] }
  readonly captures?: readonly Capture[]
}

/** All that a request asks of its answer. Counts of checks go by the place in this list. */
export function askedOfAnswer({ expect, captures = [] }: Asking): AskedOfAnswer[] {
  return [
    ...(expect.json === undefined ? [] : [{ kind: 'json', value: expect.json } as const]),
    ...(expect.checks ?? []),
    ...captures.map((capture) => ({ kind: 'capture', capture }) as const),
  ]
}

/** Whether the body is taken for JSON. */
export function readsJson(asking: Asking): boolean {
  return askedOfAnswer(asking).some((asked) =>
    asked.kind === 'capture'
      ? ['json', 'path'].includes(asked.capture.source.kind)
      : /^(?:json|pointer)$/.test(asked.kind),
  )
}

/** Whether it needs the answer's body. */
export function needsBody(asked: AskedOfAnswer): boolean {
  switch (asked.kind) {
    case 'json':
    case 'pointer':
    case 'bodyContains':
    case 'bodyMatches':
    case 'bodySize':
      return true
    case 'header':
    case 'ttfb':
      return false
    case 'capture':
      return ['json', 'path', 'regex'].includes(asked.capture.source.kind)
  }
}

/** What reports call it: as the scenario writes it, without what may be a secret. */
export function nameOfAsked(asked: AskedOfAnswer): string {
  switch (asked.kind) {
    case 'json':
      return 'json'
    case 'header':
      return `header ${asked.header} ${comparisonText(redactComparison(asked.header, asked.comparison))}`
    case 'pointer':
      return `pointer ${asked.pointer === '' ? '""' : asked.pointer} ${comparisonText(redactComparison(asked.pointer, asked.comparison))}`
    case 'bodyContains':
      return `bodyContains ${describeWritten(asked.text)}`
    case 'bodyMatches':
      return `bodyMatches /${asked.pattern}/`
    case 'bodySize':
      return `bodySize ${sizeRange(asked.fromBytes, asked.toBytes)}`
    case 'ttfb':
      return `ttfb < ${formatDuration(asked.belowSeconds)}`
    case 'capture':
      return `capture ${asked.capture.name}`
  }
}

/** Without a value that may be a secret, by the name of the header or the last step of the pointer. */
export function redactComparison(name: string, comparison: Comparison): Comparison {
  if (comparison.kind !== 'equal' && comparison.kind !== 'different') return comparison
  const isSecret = typeof comparison.value === 'string' && isSensitive(name.split('/').at(-1) ?? name)
  return isSecret ? { ...comparison, value: redactText(String(comparison.value)) } : comparison
}

function sizeRange(fromBytes: number, toBytes: number | null): string {
  if (fromBytes === toBytes) return formatByteSize(fromBytes)
  if (toBytes === null) return `from ${formatByteSize(fromBytes)}`
  return fromBytes === 0
    ? `to ${formatByteSize(toBytes)}`
    : `${formatByteSize(fromBytes)} to ${formatByteSize(toBytes)}`
}
