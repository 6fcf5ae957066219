// Reads one rule of a kill switch: `errors > 50% for 10s`. The limit is in seconds, or a share from 0 to 1.

import { parseDuration } from '../text/duration.ts'
import { type AbortRule, type AbortShare, SHORTEST_ABORT_SECONDS } from './abort-rule.ts'
import { parseShare } from './parse-objective.ts'

const SHARES: Readonly<Record<string, AbortShare>> = {
  errors: 'errors',
  timeouts: 'timeouts',
  'connect errors': 'connectErrors',
}

/** Undefined where the line is none of the four forms, or no run could ever break it. Its words may have any case. */
export function parseAbortRule(line: string): AbortRule | undefined {
  const text = line.trim().replace(/\s+/g, ' ').toLowerCase()
  const [, subject = '', limit = '', span = ''] = /^(.+?) ?> ?(\S+(?: %)?) for (\S+)$/.exec(text) ?? []
  const forSeconds = parseDuration(span)
  if (forSeconds === undefined || forSeconds < SHORTEST_ABORT_SECONDS) return undefined
  const percentile = /^p(\d{1,2}(?:\.\d+)?)$/.exec(subject)?.[1]
  if (percentile !== undefined) {
    const quantile = Number((Number(percentile) / 100).toPrecision(12))
    const limitSeconds = parseDuration(limit)
    if (quantile === 0 || limitSeconds === undefined || limitSeconds === 0) return undefined
    return { text, forSeconds, kind: 'quantile', quantile, limitSeconds }
  }
  const kind = Object.hasOwn(SHARES, subject) ? SHARES[subject] : undefined
  const limitShare = parseShare(limit)
  // More than all of them is never seen.
  if (kind === undefined || limitShare === undefined || limitShare === 1) return undefined
  return { text, forSeconds, kind, limitShare }
}
