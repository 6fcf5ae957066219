// A scenario as loaded from its file: durations in seconds, shares from 0 to 1, paths absolute.
// `${NAME}` references to the environment are still in it, so that a report can show it without showing secrets.

import type { DataSet } from '../data/data-set.ts'
import type { GeneratedValue } from '../data/generated-value.ts'
import type { HistogramLayout } from '../histogram/native-layout.ts'
import type { Verdict } from '../report/worst-verdict.ts'
import type { AlertExpectation } from '../run/alert.ts'
import type { AbortRule } from './abort-rule.ts'
import type { Flow } from './flows/flow.ts'
import type { EngineChoice } from './load-engine.ts'
import type { ArrivalProcess, Phase, RequestTemplate, SetupPlan } from './load-plan.ts'
import type { Objective } from './objective.ts'
import type { ServerBehaviour } from './server-behaviour.ts'
import type { Target } from './target.ts'
import type { TimerChoice } from './timer-mode.ts'

export interface ScenarioObjective {
  /** As written in the file. */
  readonly text: string
  readonly objective: Objective
  /** A phase's name, or null for all measured phases. */
  readonly during: string | null
  /** The name of the request that it is about; absent for all of them. */
  readonly request?: string
  /** The file does not say it; see implied-errors.ts. Absent where it does. */
  readonly implied?: {
    /** Measured phases that it leaves out, because they have an objective of their own. */
    readonly except: readonly string[]
    /** The same of single requests; absent where there are none. */
    readonly exceptFor?: readonly LeftOutRequest[]
  }
}

/** A request with an objective of its own: in one phase, or, where that is null, in all of them. */
export interface LeftOutRequest {
  readonly request: string
  readonly during: string | null
}

export type Service =
  | { readonly kind: 'bundled'; readonly behaviour: ServerBehaviour }
  | { readonly kind: 'target'; readonly target: Target }

export interface Scenario {
  readonly name: string
  readonly question: string
  /** Absolute path of the file it was loaded from. */
  readonly file: string
  /** The verdict that the scenario is made to reach; null where the file does not say. */
  readonly expectedVerdict: Verdict | null
  /** The verdict that answers the question with yes; absent where the file does not say. */
  readonly yesWhen?: 'pass' | 'fail'
  readonly service: Service
  readonly requests: readonly RequestTemplate[]
  /** What users do; absent where requests are mixed by their own weights. */
  readonly flows?: readonly Flow[]
  /** Absent where there is none. */
  readonly setup?: SetupPlan
  /** What requests draw rows from; absent where the file names nothing. */
  readonly data?: readonly DataSet[]
  /** What is made up for each request; absent where the file names nothing. */
  readonly values?: readonly GeneratedValue[]
  readonly load: {
    readonly arrivals: ArrivalProcess
    readonly seed: number
    readonly connections: number
    readonly timeoutSeconds: number
    /** Absent where the file leaves it to the harness. */
    readonly engine?: EngineChoice
    /** Absent where the file leaves it to the harness. */
    readonly timers?: TimerChoice
    readonly phases: readonly Phase[]
  }
  readonly sla: readonly ScenarioObjective[]
  readonly prometheus: {
    /** A Prometheus rule file, a folder or a pattern of them, or a list of these; null for none. */
    readonly rulesFile: string | readonly string[] | null
    readonly scrapeIntervalSeconds: number
    readonly evaluationIntervalSeconds: number
  }
  readonly alerts: readonly AlertExpectation[]
  /** Bucket layouts to compare on the run; absent where the file names none. */
  readonly layouts?: readonly HistogramLayout[]
  /** Hosts that may be sent load, as written; absent where the file names none. */
  readonly allowHosts?: readonly string[]
  /** What ends the run; absent where nothing does. */
  readonly abortOn?: readonly AbortRule[]
}

/** How long the scenario's phases last. */
export function plannedDurationSeconds(phases: readonly Phase[]): number {
  return phases.reduce((sum, phase) => sum + phase.durationSeconds, 0)
}
