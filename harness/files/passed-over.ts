// Files that a folder or a pattern brought, and that are something else than what is looked for: they are named, not read.

import { listedUpTo } from '../../core/text/plural.ts'

/** Nobody named the file, and it is nothing that can be used. */
export interface PassedOver {
  readonly file: string
  /** What it is: `a configuration of Alertmanager`. */
  readonly passedOver: string
}

export const NOT_KNOWN = 'nothing that is known here'

const MOST_NAMED = 8

/** A line for each kind of file. */
export function passedOverLines(files: readonly PassedOver[]): readonly string[] {
  const kinds = [...new Set(files.map(({ passedOver }) => passedOver))]
  return kinds.map((kind) => {
    const names = files.filter(({ passedOver }) => passedOver === kind).map(({ file }) => file)
    return `passed over, ${kind}: ${listedUpTo(MOST_NAMED, names)}`
  })
}

/** In the order of the files: `values.yaml (nothing that is known here) and 3 more`. */
export function passedOverWords(files: readonly PassedOver[]): string {
  return listedUpTo(
    MOST_NAMED,
    files.map(({ file, passedOver }) => `${file} (${passedOver})`),
  )
}
