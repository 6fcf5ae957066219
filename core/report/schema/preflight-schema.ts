// report.json: `run.preflight`, what was tried before the load.

import * as z from 'zod'
import { ERROR_KINDS } from '../../run/load-result.ts'
import { PREFLIGHT_KINDS } from '../../run/preflight/preflight.ts'
import { count, secondsOrNull } from './values.ts'

const triedRequest = z.object({
  request: z.string().describe('The name of its template.'),
  outcome: z.enum(['completed', 'timeout', ...ERROR_KINDS, 'not tried']),
  status: count.describe('0 where there was no answer.'),
  seconds: secondsOrNull.describe('From the attempt to connect to the whole answer; null where it was not tried.'),
})

const finding = z.object({
  kind: z.enum(PREFLIGHT_KINDS),
  severity: z.enum(['error', 'warning']).describe('With an error there is no run, so that reports have warnings.'),
  at: z.string().describe('The place in the scenario, such as target.metrics.match.'),
  expected: z.string(),
  got: z.string(),
  candidates: z.array(z.string()).describe('What there is in its place, the nearest first.'),
  write: z.string().nullable().describe('The line that would be right; null where that is not known.'),
})

export const preflight = z
  .object({ requests: z.array(triedRequest), findings: z.array(finding) })
  .describe('One request of each kind and some looks at the metrics. None of it is in any count.')
