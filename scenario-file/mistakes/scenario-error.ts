// The mistakes of a scenario file, with their places.

import { suggestion } from '../../core/text/nearest-word.ts'
import { UserError } from '../../core/user-error.ts'

export type Path = readonly (string | number)[]

/** One mistake. The phrases complete `expected …, got …`. */
export interface ScenarioIssue {
  /** Counted from 1. */
  readonly line: number
  /** `load.phases[2].rate`; empty where the file as a whole is meant. */
  readonly path: string
  readonly expected: string
  readonly got: string
  /** The known word that was probably meant. */
  readonly nearest: string | null
}

/** Every mistake of one file, ordered by line; the message has one line for each. */
export class ScenarioError extends UserError {
  readonly file: string
  readonly issues: readonly ScenarioIssue[]

  /** @param file as the message shows it */
  constructor(file: string, issues: readonly ScenarioIssue[]) {
    const ordered = [...issues].sort((a, b) => a.line - b.line)
    super(ordered.map((issue) => formatIssue(file, issue)).join('\n'))
    this.file = file
    this.issues = ordered
  }
}

export function formatIssue(file: string, { line, path, expected, got, nearest }: ScenarioIssue): string {
  const place = path === '' ? `${file}:${line}` : `${file}:${line} ${path}`
  return `${place}: expected ${expected}, got ${got}${suggestion(nearest)}`
}

/** `['load', 'phases', 2, 'rate']` is `load.phases[2].rate`. Keys that are no plain words are quoted. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`
    if (!/^[\p{L}_][\p{L}\p{N}_-]*$/u.test(step)) return `${text}[${JSON.stringify(step)}]`
    return text === '' ? step : `${text}.${step}`
  }, '')
}
