// Reads one line of an SLA: `p95 < 1s`, `errors < 1%`, `achieved > 99%`, `under 300ms > 90%`,
// `ttfb p95 < 100ms`. The limit is in seconds, or a share from 0 to 1.

import { parseDuration } from '../text/duration.ts'
import type { Objective } from './objective.ts'

/** The objective, or undefined where the line is none of the five forms. Its words may have any case: `P95 < 1s`. */
export function parseObjective(line: string): Objective | undefined {
  const [, left, operator, right] = /^\s*(.+?)\s*([<>])\s*(.+?)\s*$/.exec(withLowerSubject(line)) ?? []
  if (left === undefined || operator === undefined || right === undefined) return undefined
  const under = /^under\s+(\S+)$/.exec(left)?.[1]
  const [, ttfb, percentile] = /^(ttfb\s+)?p(\d{1,2}(?:\.\d+)?)$/.exec(left) ?? []
  if (percentile !== undefined && operator === '<') {
    const quantile = Number((Number(percentile) / 100).toPrecision(12))
    const limitSeconds = parseDuration(right)
    if (quantile > 0 && limitSeconds !== undefined && limitSeconds > 0)
      return { kind: ttfb === undefined ? 'quantile' : 'ttfb', quantile, limitSeconds }
    return undefined
  }
  const limitShare = parseShare(right)
  if (limitShare === undefined) return undefined
  if (left === 'errors' && operator === '<') return { kind: 'errors', limitShare }
  if (left === 'achieved' && operator === '>') return { kind: 'achieved', limitShare }
  if (under !== undefined && operator === '>') {
    const boundSeconds = parseDuration(under)
    if (boundSeconds !== undefined && boundSeconds > 0) return { kind: 'under', boundSeconds, limitShare }
  }
  return undefined
}

/** The line with its subject in small letters, which is how reports and baselines know it. */
export function withLowerSubject(line: string): string {
  return line.replace(/^\s*(ttfb\s+)?[A-Za-z]+/i, (subject) => subject.toLowerCase())
}

/** A share from a percentage: `5%` is 0.05. Undefined without the sign, or outside 0 to 100. */
export function parseShare(text: string): number | undefined {
  const percent = /^(\d+(?:\.\d+)?)\s*%$/.exec(text.trim())?.[1]
  if (percent === undefined || Number(percent) > 100) return undefined
  return Number((Number(percent) / 100).toPrecision(12))
}
