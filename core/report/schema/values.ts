// The values that all parts of report.json are made of. Seconds everywhere; ratios are plain numbers, 1 for 100%.

import * as z from 'zod'
import { ALERT_STATES } from '../../run/alert.ts'
import { VERDICTS } from '../worst-verdict.ts'

export const verdict = z.enum(VERDICTS)
export const alertState = z.enum(ALERT_STATES)

/** Whole things: requests, windows, resets. */
export const count = z.int().nonnegative()

export const seconds = z.number().nonnegative()
/** Null where there is no such latency: of no requests, or among those that never ended. */
export const secondsOrNull = seconds.nullable()
/** A difference may be negative. */
export const numberOrNull = z.number().nullable()

/** From 0 to 1. */
export const quantile = z.number().min(0).max(1)

/** Part of a whole, from 0 to 1. */
export const ratio = z.number().min(0).max(1)

/** An upper bucket bound, as Prometheus writes it. */
export const upperBound = z.union([z.number(), z.literal('+Inf')])

/** The bucket (lower, upper] that a quantile fell into. */
export const bucket = z.object({ lower: z.number(), upper: upperBound }).nullable()

export const confidenceInterval = z
  .object({ lower: numberOrNull, upper: numberOrNull })
  .nullable()
  .describe('95% confidence; an end is null where it is unbounded.')

/** Between which a value lies that buckets do not tell: above `lower`, at most `upper`. */
export const knownRange = z
  .object({ lower: z.number(), upper: numberOrNull })
  .describe('Known of a value that the evidence does not tell; an upper end of null means that nothing bounds it.')
