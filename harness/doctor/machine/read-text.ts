import { readFileSync } from 'node:fs'

/** The text of a file of the system; null where there is none, or where it may not be read. */
export type ReadText = (path: string) => string | null

export const readText: ReadText = (path) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/** A whole number from the beginning of a text; null where there is none. */
export function wholeNumber(text: string | null | undefined): number | null {
  const digits = /^\s*(\d+)/.exec(text ?? '')?.[1]
  return digits === undefined ? null : Number(digits)
}
