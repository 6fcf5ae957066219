// report.json: `load.flows`, what became of iterations, and `run.setup`, what was sent before everything else.

import * as z from 'zod'
import type { SetupRecord } from '../../run/flows/setup-record.ts'
import { ERROR_KINDS } from '../../run/load-result.ts'
import { latencySummary } from './load-schema.ts'
import { count, seconds } from './values.ts'

export const reportedFlow = z.object({
  name: z.string(),
  offered: count.describe(
    'Iterations that began in a measured phase: completed + failed + unfinished + lost, exactly.',
  ),
  completed: count.describe('Each step that they take got its expected answer.'),
  failed: count.describe('A step did not get it, which ended the iteration.'),
  unfinished: count.describe('The end of their phase or of the run came first.'),
  lost: count
    .exactOptional()
    .describe('Of generators that were lost: begun or scheduled, and nothing came of it. Absent where there is none.'),
  failures: z
    .array(
      z.object({
        step: count.describe('The place of the step in the flow, from 1.'),
        request: z.string().describe('The name of its request.'),
        kind: z.enum([...ERROR_KINDS, 'timeout']),
        count: count.describe('Iterations that it ended.'),
      }),
    )
    .describe('The most frequent first.'),
  duration: latencySummary.describe(
    'Of the completed: from the first due instant to the last answer, thinking included.',
  ),
})

export const reportedSetup = z.object({
  steps: z.array(z.string()).describe('The names of its requests, in order.'),
  durationSeconds: seconds.describe('How long it took before the run.'),
  captured: z.array(z.string()).describe('The names of what it captured; values are in no report.'),
  renewed: count.describe('How often it was done again.'),
  failed: z
    .array(
      z.object({
        atSeconds: seconds,
        step: z.string().describe('The name of the request that did not get its expected answer.'),
        reason: z.string().describe('What came instead: shortened and redacted.'),
      }),
    )
    .describe('Renewals that failed. Requests went on with what was captured before.'),
}) satisfies z.ZodType<SetupRecord>
