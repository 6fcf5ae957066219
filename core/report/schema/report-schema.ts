// The one definition of report.json: its types are derived from it (../report.ts), runs are read back with it, and
// reports/report.schema.json is written from it.

import * as z from 'zod'
import { REPORT_SCHEMA_VERSION } from '../schema-version.ts'
import { baseline, repeats } from './comparison-schema.ts'
import { alertFinding, ruleFinding, slaFinding, witnessAgreement } from './finding-schema.ts'
import { reportedFlow, reportedSetup } from './flow-schema.ts'
import { layoutStudy } from './layout-study-schema.ts'
import { comparedLayout } from './layouts-schema.ts'
import {
  answerCheck,
  connections,
  firstError,
  followedRedirects,
  generator,
  load,
  phase,
  probableMistake,
  requestLoad,
} from './load-schema.ts'
import { preflight } from './preflight-schema.ts'
import { crossCheckRow, populations, route, server, uncounted } from './server-schema.ts'
import { reportedService } from './service-schema.ts'
import { simulation } from './simulation-schema.ts'
import { reportedTarget } from './target-schema.ts'
import { timelineRow } from './timeline-schema.ts'
import { count, numberOrNull, seconds, verdict } from './values.ts'

export const reportedScenario = z.object({
  name: z.string(),
  question: z.string(),
  file: z.string(),
  expectedVerdict: verdict.nullable(),
  resolved: z.unknown().describe('The scenario as run, secrets redacted.'),
  service: reportedService.exactOptional().describe('What served the requests; absent in reports of 0.1.'),
})

/** What of a run is not known that was collected. */
export const MISSING_OF_COLLECTED = ['metrics', 'alerts', 'exact-record', 'setup', 'preflight', 'clocks'] as const

export const collectedRun = z.object({
  missing: z.array(z.enum(MISSING_OF_COLLECTED)).describe('What the coordinator alone had.'),
  lateMessages: count.describe(
    'Messages of generators that had been found lost, which came after that and are in no figure.',
  ),
})

export const reportedRun = z.object({
  startedAt: z.iso.datetime().describe('RFC 3339, UTC.'),
  durationSeconds: seconds,
  seed: z.number(),
  interrupted: z.boolean(),
  aborted: z
    .string()
    .exactOptional()
    .describe('Why the harness itself ended the run before its schedule was exhausted; absent where it did not.'),
  abortRule: z
    .object({
      rule: z.string(),
      fromSeconds: seconds.describe('Of the run.'),
      toSeconds: seconds,
      least: numberOrNull.describe('The least that was seen in any second of that time.'),
      unbounded: z.boolean().describe('True where a quantile is null because it lay among requests that timed out.'),
      unit: z.enum(['seconds', 'share']),
    })
    .exactOptional()
    .describe('The rule of abortOn that ended the run, and what was seen; absent where none did.'),
  preflight: preflight
    .exactOptional()
    .describe('What was tried before the load, and what the user was warned of; absent where nothing was tried.'),
  harnessVersion: z.string(),
  nodeVersion: z.string().describe('Of whoever led the run, as the next two.'),
  platform: z.string(),
  cpuCount: count,
  workers: count.describe('Generator threads in all; each generator outside the process that led the run has one.'),
  folder: z.string().describe('The directory that the report was written to.'),
  replay: z.string().describe('The command that runs the same again.'),
  problems: z.array(z.string()).describe('What went wrong without ending the run.'),
  starved: z
    .array(z.object({ startSeconds: seconds, endSeconds: seconds }))
    .exactOptional()
    .describe(
      'When other programs kept the bundled server waiting for a core, in seconds of the run; absent where they did not.',
    ),
  collected: collectedRun
    .exactOptional()
    .describe('Of a run whose coordinator died, and that was collected from its broker; absent of all others.'),
  target: reportedTarget.exactOptional(),
  setup: reportedSetup
    .exactOptional()
    .describe('What was sent before everything else; absent where the scenario has none.'),
})

/** `layouts` and `layoutStudy` are there where bucket layouts were compared; layouts.json holds them alone. */
const comparedLayouts = {
  layouts: z.array(comparedLayout).describe('Where bucket layouts were compared; best first.'),
  layoutStudy: layoutStudy.describe('What belongs to all of `layouts`, and the recommendation.'),
}

export const layoutsReport = z.object(comparedLayouts)

export const reportSchema = z
  .object({
    schemaVersion: z.literal(REPORT_SCHEMA_VERSION),
    verdict,
    headline: z
      .string()
      .exactOptional()
      .describe("The answer to the scenario's question in one sentence. Absent in reports of 0.1 and 0.2."),
    simulation: simulation.exactOptional(),
    reasons: z.array(z.string()).describe('Sentences, worst first.'),
    notes: z
      .array(z.string())
      .exactOptional()
      .describe(
        'Those of the reasons that did not decide the verdict: what a dashboard or another tool would have shown.',
      ),
    scenario: reportedScenario,
    run: reportedRun,
    load: z.object({
      total: load.describe('All measured phases.'),
      phases: z.array(phase),
      requests: z
        .array(requestLoad)
        .exactOptional()
        .describe(
          'All measured phases, request by request: together they are the total. Absent in reports of 0.1 and 0.2.',
        ),
      flows: z.array(reportedFlow).exactOptional().describe('Absent where the scenario has none.'),
      connections: connections
        .exactOptional()
        .describe(
          'What opening connections took in the whole run, warm-up included. It is part of no service time and no time to first byte. Absent in reports of 0.1 and 0.2.',
        ),
      firstErrors: z
        .array(firstError)
        .default([])
        .describe('The first answer of each kind of error, by request and status, in the order in which they came.'),
      checks: z
        .array(answerCheck)
        .exactOptional()
        .describe('What the scenario asks of answers. Absent where it asks nothing, and in reports of 0.2 and before.'),
      redirects: z
        .array(followedRedirects)
        .exactOptional()
        .describe('By request; absent where none was followed, and in reports of 0.2 and before.'),
      probableMistakes: z
        .array(probableMistake)
        .default([])
        .describe('Of the scenario: one for each template all of whose requests failed alike from the first.'),
    }),
    generator,
    server: server.nullable().describe('Null where no scrape succeeded or the scenario names no metrics.'),
    uncounted: uncounted.exactOptional(),
    crossCheck: z.array(crossCheckRow),
    populations: populations.nullable(),
    routes: z.array(route).exactOptional().describe('Absent where no request has matchers.'),
    sla: z.array(slaFinding),
    alerts: z.array(alertFinding),
    rules: z
      .array(ruleFinding)
      .exactOptional()
      .describe('What the check of the rules found, with the series of the target at hand.'),
    witnessAgreement: witnessAgreement.exactOptional(),
    timeline: z.array(timelineRow).describe('One row a second.'),
    layouts: comparedLayouts.layouts.exactOptional(),
    layoutStudy: comparedLayouts.layoutStudy.exactOptional(),
    baseline: baseline.exactOptional().describe('Against an earlier run, where one was named.'),
    repeats: repeats.exactOptional().describe('Where it was run several times; all else is pooled over the runs.'),
  })
  .meta({
    title: 'Report of one run of the SLA harness',
    description: 'Seconds everywhere. A quantile among the requests that never ended is null, `unbounded` beside it.',
  })

/** The schema as JSON Schema 2020-12. */
export function reportJsonSchema(): Record<string, unknown> {
  // As input: what the schema says nothing about is allowed, so that keys may be added later.
  return z.toJSONSchema(reportSchema, { target: 'draft-2020-12', io: 'input' })
}
