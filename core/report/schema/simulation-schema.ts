// That a run was simulated, and of what.

import * as z from 'zod'
import { seconds, verdict } from './values.ts'

export const simulation = z
  .object({
    verdict: verdict.describe('What the judgement came to, of the model and of no service.'),
    machine: z
      .object({
        wakeLatenessSeconds: seconds.describe("The service's work ended up to this much late, evenly spread."),
        exchangeSeconds: seconds.describe('The way to the service and back, together.'),
        restartSeconds: seconds.describe('From the end of a server process until the next one listened.'),
        scrapeSeconds: seconds.describe('What a scrape took.'),
      })
      .describe('What was assumed in place of a real machine.'),
  })
  .describe(
    'There where the run took place in virtual time: nothing was sent, every figure and finding is that of a model, and `verdict` is inconclusive.',
  )
