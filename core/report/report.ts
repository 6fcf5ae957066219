// The report of one run: everything that a reader, a CI gate or another program needs, as plain data. Seconds
// everywhere. schema/ defines it and says what each field holds; these are its parts by name.

import type * as z from 'zod'
import type { Immutable } from '../immutable.ts'
import type {
  baseline,
  baselineFinding,
  repeatedRun,
  repeats,
  runDifference,
  runSpread,
} from './schema/comparison-schema.ts'
import type { alertFinding, slaFinding } from './schema/finding-schema.ts'
import type { reportedFlow, reportedSetup } from './schema/flow-schema.ts'
import type {
  answerCheck,
  firstError,
  followedRedirects,
  generator,
  load,
  phase,
  probableMistake,
  requestLoad,
  singleGenerator,
} from './schema/load-schema.ts'
import type { collectedRun, reportedRun, reportedScenario, reportSchema } from './schema/report-schema.ts'
import type { crossCheckRow, populations, route, server } from './schema/server-schema.ts'
import type { reportedService } from './schema/service-schema.ts'
import type { timelineRow } from './schema/timeline-schema.ts'

export interface Report extends Immutable<z.infer<typeof reportSchema>> {}

/** What served the requests of a run. */
export type ReportedService = Immutable<z.infer<typeof reportedService>>
export interface ReportedScenario extends Immutable<z.infer<typeof reportedScenario>> {}
/** What is not known of a run whose coordinator died, and that was collected from its broker. */
export interface CollectedRun extends Immutable<z.infer<typeof collectedRun>> {}
export interface ReportedRun extends Immutable<z.infer<typeof reportedRun>> {}

export interface ReportedLoad extends Immutable<z.infer<typeof load>> {}
/** The first answer of a kind of error. */
export interface FirstErrorOfKind extends Immutable<z.infer<typeof firstError>> {}
/** How often one thing was asked of answers, and how often it was not so. */
export interface AnswerCheckCounts extends Immutable<z.infer<typeof answerCheck>> {}
export interface FollowedRedirects extends Immutable<z.infer<typeof followedRedirects>> {}
/** Why all requests of a template failed alike: probably the scenario. */
export interface ProbableMistake extends Immutable<z.infer<typeof probableMistake>> {}
/** Iterations of one flow. */
export interface ReportedFlow extends Immutable<z.infer<typeof reportedFlow>> {}
export interface ReportedSetup extends Immutable<z.infer<typeof reportedSetup>> {}
export interface ReportedPhase extends Immutable<z.infer<typeof phase>> {}
/** What became of one request of the plan. */
export interface ReportedRequest extends Immutable<z.infer<typeof requestLoad>> {}
/** `fit: false`: the generator was overloaded, and the run proves nothing about the service. */
export interface ReportedGenerator extends Immutable<z.infer<typeof generator>> {}

/** One of several, judged by itself. */
export interface ReportedSingleGenerator extends Immutable<z.infer<typeof singleGenerator>> {}

export interface ReportedServer extends Immutable<z.infer<typeof server>> {}
/** How many observations client and server counted. */
export interface Populations extends Immutable<z.infer<typeof populations>> {}
/** Client and server counted different requests. */
export type PopulationMismatch = NonNullable<Populations['mismatch']>
/** One quantile: `error = estimate − exactClient`, the sum of `parts`. */
export interface CrossCheckRow extends Immutable<z.infer<typeof crossCheckRow>> {}
/** The cross-check of the requests that share matchers. */
export interface ReportedRoute extends Immutable<z.infer<typeof route>> {}

export interface SlaFinding extends Immutable<z.infer<typeof slaFinding>> {}
export interface AlertFinding extends Immutable<z.infer<typeof alertFinding>> {}

/** One second of the run. Latencies by intended start, `completed` by completion. */
export interface TimelineRow extends Immutable<z.infer<typeof timelineRow>> {}

/** This run against an earlier one. */
export interface BaselineComparison extends Immutable<z.infer<typeof baseline>> {}
/** Something about which two runs were not alike, as text. */
export interface RunDifference extends Immutable<z.infer<typeof runDifference>> {}
/** One quantile of the response time over all measured phases. */
export interface BaselineFinding extends Immutable<z.infer<typeof baselineFinding>> {}

export interface RepeatedRuns extends Immutable<z.infer<typeof repeats>> {}
export interface RepeatedRun extends Immutable<z.infer<typeof repeatedRun>> {}
export interface RunSpread extends Immutable<z.infer<typeof runSpread>> {}
