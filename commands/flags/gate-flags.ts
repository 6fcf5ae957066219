// Parsers of the flags that make `sla-harness scenario` a CI gate.

import { InvalidArgumentError } from 'commander'
import { parseShare } from '../../core/scenario/parse-objective.ts'
import { formatDuration, parseDuration } from '../../core/text/duration.ts'

export const DEFAULT_GRACE_SECONDS = 5

const MEANS_YES = new Set(['1', 'true', 'yes', 'on'])
const MEANS_NO = new Set(['', '0', 'false', 'no', 'off'])

/** How long to go on once it is clear that the run fails. Undefined: no run ends early. Seconds. */
export function graceSeconds(text: string): number | undefined {
  const word = text.toLowerCase()
  if (MEANS_NO.has(word)) return undefined
  if (MEANS_YES.has(word)) return DEFAULT_GRACE_SECONDS
  const seconds = parseDuration(text)
  if (seconds !== undefined) return seconds
  throw new InvalidArgumentError(`Expected a duration such as ${formatDuration(DEFAULT_GRACE_SECONDS)}, got ${text}.`)
}

/** How much slower than the baseline a quantile may be: `10%` is 0.1. */
export function marginShare(text: string): number {
  const share = parseShare(text)
  if (share !== undefined) return share
  throw new InvalidArgumentError(`Expected a share such as 10%, got ${text}.`)
}
