// The power curve in drill.json: how likely an incident of a size is to be seen, by rule and layout. Seconds, shares from
// 0 to 1.

import * as z from 'zod'
import { count, ratio, seconds, secondsOrNull } from './values.ts'

/** A probability or a rate, and between which values it lies with 95% confidence. */
export const estimated = z
  .object({ estimate: z.number().nonnegative(), low: z.number().nonnegative(), high: z.number().nonnegative() })
  .meta({ id: 'estimated' })

export const powerPoint = z.object({
  share: ratio.describe('Of the requests that are slow.'),
  slowdown: z.number().positive().describe('How many times as long they take.'),
  durationSeconds: seconds,
  traffic: z.enum(['day', 'night']),
  probability: estimated.describe('That the alert fires before the incident is over, or shortly after it.'),
  medianDelaySeconds: secondsOrNull.describe('From the start of the incident to the page, of those that were seen.'),
  trials: count,
})

export const powerVariant = z.object({
  name: z.string(),
  points: z.array(powerPoint),
  falsePagesPerDay: estimated,
})

export const powerCurve = z
  .object({
    alert: z.string(),
    variants: z.array(powerVariant).describe('The rules as written first.'),
    asked: z
      .object({ share: ratio, slowdown: z.number().positive(), durationSeconds: seconds, withinSeconds: secondsOrNull })
      .nullable()
      .describe('The incident that was asked to be seen; null where none was.'),
    proposal: z
      .object({ variant: z.string(), sentence: z.string(), rule: z.string().nullable(), layout: z.string().nullable() })
      .nullable()
      .describe('The cheapest variant that meets what is asked, to paste; null where none does, or nothing was asked.'),
    sentences: z.array(z.string()),
  })
  .meta({ id: 'powerCurve' })
