// Why a rule, or a stretch of its evaluations, is left to the ordinary evaluator.

import { assertNever } from '../../core/assert-never.ts'
import type { Rule } from '../alerting/rule-file.ts'

export type NotInColumns =
  /** Rules of the file read one another in a circle, or one reads itself: each instant needs the one before. */
  | { readonly kind: 'circle'; readonly rules: readonly string[] }
  /** Some evaluation fails, as in Prometheus, or may. */
  | { readonly kind: 'failure' }
  /** In which order series are added up depends on which of them are there. */
  | { readonly kind: 'order' }
  /** An instant after `@`. */
  | { readonly kind: 'at' }
  /** A subquery that reads what is not written yet at the first evaluation after its step, or ahead of its steps. */
  | { readonly kind: 'subquery' }

/** A rule that was not evaluated in columns, or not all the time. */
export interface OrdinaryRule {
  readonly rule: Rule
  readonly because: NotInColumns
  /** Of its evaluations. */
  readonly count: number
}

export class NotInColumnsError extends Error {
  readonly because: NotInColumns

  constructor(because: NotInColumns) {
    super(notInColumnsBecause(because))
    this.name = 'NotInColumnsError'
    this.because = because
  }
}

/** `its rules read one another: a, b` */
export function notInColumnsBecause(because: NotInColumns): string {
  switch (because.kind) {
    case 'circle':
      return `rules read one another in a circle: ${because.rules.join(', ')}`
    case 'failure':
      return 'an evaluation fails, as in Prometheus'
    case 'order':
      return 'the order of the series that are added up changes'
    case 'at':
      return 'it reads a fixed instant'
    case 'subquery':
      return 'a subquery reads what is not written yet at its steps'
    default:
      return assertNever(because)
  }
}
