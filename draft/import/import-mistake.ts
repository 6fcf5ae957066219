import { UserError } from '../../core/user-error.ts'

/** Where in the source something is wrong: its name, and the line, path or entry. */
export interface ImportPlace {
  readonly name: string
  /** `line 3`, `paths./pets.get`; null for the whole. */
  readonly at: string | null
}

/** `api.yaml: paths./pets.get: expected a mapping, got a list`. */
export function importMistake({ name, at }: ImportPlace, expected: string, got: string): UserError {
  return new UserError(`${name}: ${at === null ? '' : `${at}: `}expected ${expected}, got ${got}`)
}

const LONGEST_SHOWN = 60

/** A text of the source on one line, cut where it is long. Only for what cannot be a secret: words, names, lines' kinds. */
export function shownPart(text: string): string {
  const shown = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN - 1)}…` : text
  return JSON.stringify(shown)
}
