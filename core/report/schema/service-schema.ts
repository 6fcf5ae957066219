// report.json: `scenario.service`, what served the requests. Seconds everywhere.

import * as z from 'zod'
import { ratio, seconds } from './values.ts'

const logNormal = z.object({ medianSeconds: seconds, p95Seconds: seconds })

/** How long the bundled server works on one request; the same shapes as in a scenario. */
export const latencyModel = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('constant'), seconds }),
  z.object({ kind: z.literal('uniform'), fromSeconds: seconds, toSeconds: seconds }),
  z.object({ kind: z.literal('choice'), choices: z.array(z.object({ seconds, weight: z.number() })) }),
  logNormal.extend({ kind: z.literal('lognormal') }),
  z.object({ kind: z.literal('bimodal'), fast: logNormal, slow: logNormal, slowShare: ratio }),
  z.object({ kind: z.literal('pareto'), minimumSeconds: seconds, shape: z.number(), maximumSeconds: seconds }),
  z.object({ kind: z.literal('trace'), file: z.string().describe('The name of the file, without its folder.') }),
])

export const bucketLayout = z.object({
  name: z.string().min(1),
  upperBounds: z.array(z.number()).describe('Finite, positive, ascending.'),
})

export const reportedService = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('bundled'), latency: latencyModel, layout: bucketLayout }),
  z.object({ kind: z.literal('target') }),
])

/** The same facts in `scenario.resolved`, for reports of 0.1, which have no `scenario.service`. Unknown ones are left out. */
export const resolvedService = z.object({
  service: z.object({
    behaviour: z.object({
      latency: latencyModel.optional().catch(undefined),
      layout: z
        .object({ name: z.string().min(1) })
        .optional()
        .catch(undefined),
    }),
  }),
})
