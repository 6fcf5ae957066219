// The report of one run: everything that a reader, a gate or another program needs, as plain data.
// Published as JSON (reports/report.schema.json). Seconds everywhere; a quantile among the timeouts is null with
// `unbounded: true` beside it.

import type { LatencySummary } from '../latency/latency-summary.ts'
import type { AlertNotification, AlertTransition } from '../run/alert.ts'
import type { EvaluatorAgreement } from '../run/evaluator-agreement.ts'
import type { Accounting } from '../run/load-result.ts'
import type { LayoutsReport } from './layout-comparison.ts'
import type { Verdict } from './verdict.ts'

export const REPORT_SCHEMA_VERSION = 1

/** `layouts` and `layoutStudy` are there where bucket layouts were compared. */
export interface Report extends Partial<LayoutsReport> {
  readonly schemaVersion: typeof REPORT_SCHEMA_VERSION
  readonly verdict: Verdict
  /** Sentences, worst first. */
  readonly reasons: readonly string[]
  readonly scenario: ReportedScenario
  readonly run: ReportedRun
  readonly load: { readonly total: ReportedLoad; readonly phases: readonly ReportedPhase[] }
  readonly generator: ReportedGenerator
  /** Null where no scrape succeeded or the scenario names no metrics. */
  readonly server: ReportedServer | null
  readonly crossCheck: readonly CrossCheckRow[]
  readonly populations: Populations | null
  readonly sla: readonly SlaFinding[]
  readonly alerts: readonly AlertFinding[]
  /** The embedded witness beside a real Prometheus. Absent where only one evaluated the rules. */
  readonly witnessAgreement?: EvaluatorAgreement
  readonly timeline: readonly TimelineRow[]
  /** Where an earlier run was named to judge against. */
  readonly baseline?: BaselineComparison
  /** Where the scenario was run several times: everything else in the report is pooled over the runs. */
  readonly repeats?: RepeatedRuns
}

export interface ReportedScenario {
  readonly name: string
  readonly question: string
  readonly file: string
  readonly expectedVerdict: Verdict | null
  /** The scenario as run, secrets redacted. */
  readonly resolved: unknown
}

export interface ReportedRun {
  /** RFC 3339, UTC. */
  readonly startedAt: string
  readonly durationSeconds: number
  readonly seed: number
  readonly interrupted: boolean
  /** Why the harness itself ended the run before its schedule was exhausted; absent where it did not. */
  readonly aborted?: string
  readonly harnessVersion: string
  readonly nodeVersion: string
  readonly platform: string
  readonly cpuCount: number
  readonly workers: number
  /** The directory the report was written to. */
  readonly folder: string
  /** The command that runs the same again. */
  readonly replay: string
  /** What went wrong without ending the run. */
  readonly problems: readonly string[]
}

export interface ReportedLoad extends Accounting {
  readonly durationSeconds: number
  readonly offeredRate: number
  readonly achievedRate: number
  /** Completed requests, and timeouts and unfinished ones at +∞. */
  readonly responseTime: LatencySummary
  readonly serviceTime: LatencySummary
  /** Response time of error answers. */
  readonly errorTime: LatencySummary
}

export interface ReportedPhase extends ReportedLoad {
  readonly name: string
  readonly measured: boolean
  readonly model: 'open' | 'closed'
  readonly startSeconds: number
  readonly endSeconds: number
}

export interface ReportedGenerator {
  /** Sent − intended start. */
  readonly dispatchDelay: LatencySummary
  /** The part of it that is the generator's own doing. */
  readonly sendLag: LatencySummary
  readonly eventLoopDelay: LatencySummary
  readonly backlogMax: number
  readonly inFlightMax: number
  readonly cpuShare: number
  readonly workers: number
  /** False: the run proves nothing about the service. */
  readonly fit: boolean
  readonly reasons: readonly string[]
}

export interface ReportedServer {
  /** `embedded`, or the Prometheus that was asked. */
  readonly witness: string
  /** `Alertmanager 0.25.0`. Absent where the alerts went nowhere. */
  readonly notifier?: string
  readonly metric: string
  readonly count: number
  readonly sum: number
  readonly buckets: readonly { readonly le: number | '+Inf'; readonly count: number }[]
  /** The bundled server's own HDR record; null for a foreign service. */
  readonly exact: LatencySummary | null
  readonly scrapes: { readonly succeeded: number; readonly failed: number; readonly slowestSeconds: number | null }
  readonly resets: number
}

/** How many observations each witness counted; the first two should be equal, or `note` says why they are not. */
export interface Populations {
  readonly clientAnswered: number
  readonly serverObserved: number
  readonly serverExact: number | null
  readonly note: string | null
}

export interface CrossCheckRow {
  readonly quantile: number
  /** histogram_quantile over the whole run's counts. */
  readonly estimate: number | null
  readonly bucket: { readonly lower: number; readonly upper: number | '+Inf' } | null
  /** Response time over every answer read whole. */
  readonly exactClient: number | null
  readonly exactClientServiceTime: number | null
  readonly exactServer: number | null
  /** estimate − exactClient. */
  readonly error: number | null
  readonly relativeError: number | null
  /** Whether the server's exact quantile (the client's where there is none) lies in the bucket of the estimate. */
  readonly insideBucket: boolean | null
  /** They sum to `error`. */
  readonly parts: {
    readonly interpolation: number | null
    readonly vantage: number | null
    readonly waiting: number | null
    /** In place of the first two where the server keeps no exact record. */
    readonly interpolationAndVantage: number | null
  }
  /** One sentence that says why. */
  readonly explanation: string
}

export interface SlaFinding {
  readonly objective: string
  readonly during: string | null
  /** Seconds or a share; null where there is none. */
  readonly observed: number | null
  /** True where the observed quantile lies among the requests that never ended. */
  readonly unbounded: boolean
  /** 95% confidence; an end is null where it is unbounded. */
  readonly interval: { readonly lower: number | null; readonly upper: number | null } | null
  readonly limit: number
  readonly unit: 'seconds' | 'share'
  readonly finding: Verdict
  /** What the histogram alone would have said; null for objectives it cannot judge. */
  readonly estimateFinding: Verdict | null
  readonly estimate: number | null
  readonly reason: string
}

export interface AlertFinding {
  readonly name: string
  readonly expression: string
  readonly forSeconds: number
  readonly transitions: readonly AlertTransition[]
  /** What the scenario expects, in words; null where it expects nothing. */
  readonly expected: string | null
  /** Null where the scenario expects nothing. */
  readonly finding: Verdict | null
  /** From the reference phase's start to firing. */
  readonly detectionSeconds: number | null
  /** From the reference phase's start to inactive. */
  readonly resolutionSeconds: number | null
  readonly reason: string
  /** What an Alertmanager told of it, with delays. Absent where none was asked. */
  readonly notifications?: readonly AlertNotification[]
  /**
   * What the rule saw when it first fired: its estimate, and the exact response-time quantile of the same window
   * (null among the requests that never ended). Absent where it never fired or compares something else.
   */
  readonly atFiring?: {
    readonly atSeconds: number
    readonly quantile: number
    readonly estimate: number | null
    readonly exact: number | null
  }
}

/** One second of the run. Latencies by intended start, `completed` by completion. */
export interface TimelineRow {
  readonly second: number
  readonly phase: string | null
  readonly offered: number
  readonly completed: number
  readonly errors: number
  readonly timeouts: number
  /** Exact response-time quantiles of the requests that were due in this second. */
  readonly slot: { readonly p50: number | null; readonly p95: number | null; readonly p99: number | null }
  /** The same of all requests that ended within the rule's range before the end of this second. */
  readonly window: { readonly p50: number | null; readonly p95: number | null; readonly p99: number | null }
  /** What the dashboard showed at the end of this second. */
  readonly estimate: number | null
  readonly alerts: Readonly<Record<string, 'inactive' | 'pending' | 'firing'>>
}

/** This run against an earlier one. */
export interface BaselineComparison {
  /** The earlier run's folder. */
  readonly folder: string
  readonly startedAt: string
  /** The earlier run's own. */
  readonly verdict: Verdict
  /** A quantile may be slower by this share of the baseline's before a regression can be called. */
  readonly margin: number
  /** What else differs between the two runs: the findings may be owed to that. */
  readonly differences: readonly RunDifference[]
  readonly findings: readonly BaselineFinding[]
}

/** Something about which two runs were not alike, as text. */
export interface RunDifference {
  readonly about: 'scenario' | 'seed' | 'environment'
  /** `load.phases[1].rate`, `cpu count`. */
  readonly what: string
  readonly before: string
  readonly after: string
}

/** One quantile of the response time over all measured phases. Seconds; differences as shares of the baseline. */
export interface BaselineFinding {
  readonly quantile: number
  /** Null among the requests that never ended. */
  readonly before: number | null
  readonly after: number | null
  /** (after − before) / before. */
  readonly difference: number | null
  /** Its 95% interval; an end is null where it is unbounded. */
  readonly interval: { readonly lower: number | null; readonly upper: number | null } | null
  /** `fail` is a regression. Null: too few requests to say anything of this quantile, so it is shown but not judged. */
  readonly finding: Verdict | null
  readonly reason: string
}

export interface RepeatedRuns {
  readonly runs: readonly RepeatedRun[]
  /** How far the runs lie apart, a row a quantile of the response time. */
  readonly spread: readonly RunSpread[]
}

export interface RepeatedRun {
  readonly startedAt: string
  readonly durationSeconds: number
  readonly seed: number
  /** What this run alone would have been called. */
  readonly verdict: Verdict
  readonly fit: boolean
  readonly offered: number
  readonly completed: number
  /** Errors, timeouts and unfinished requests. */
  readonly failed: number
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
}

export interface RunSpread {
  readonly quantile: number
  /** Over all runs' requests together: never an average of quantiles. Null among those that never ended. */
  readonly pooled: number | null
  readonly lowest: number | null
  readonly highest: number | null
  /** Root mean square distance of the runs' quantiles from the pooled one, as a share of it; null if any is unbounded. */
  readonly variation: number | null
}
