// What the generator is to do, resolved: nothing in it refers to the environment, and to a file only where that is too large
// to be a part of it.

import type { AnswerCheck, Capture } from '../answers/answer-check.ts'
import type { ExpectedStatuses } from '../answers/expected-status.ts'
import type { PlannedData } from '../data/data-set.ts'
import type { GeneratedValue } from '../data/generated-value.ts'
import type { Route } from '../route/route.ts'
import type { Flow } from './flows/flow.ts'
import type { SetupRenewal } from './flows/setup-renewal.ts'
import type { LoadEngine } from './load-engine.ts'
import type { TimerChoice } from './timer-mode.ts'

/** Traffic of one phase. Open: arrivals come whatever the service does. Closed: each user waits for its answer. */
export type Traffic =
  /** A rate that moves linearly from one to the other; equal for a constant one. Requests per second. */
  | { readonly kind: 'open'; readonly fromRatePerSecond: number; readonly toRatePerSecond: number }
  | { readonly kind: 'closed'; readonly users: number; readonly thinkSeconds: number }

export interface Phase {
  readonly name: string
  readonly durationSeconds: number
  readonly traffic: Traffic
  /** False for warm-up: its requests are sent, but belong to no total and no objective. */
  readonly measured: boolean
}

export type RequestBody =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'text'; readonly text: string }
  /** As HTML forms send it: `application/x-www-form-urlencoded`. */
  | { readonly kind: 'form'; readonly fields: readonly FormField[] }
  /** As HTML forms send it with files: `multipart/form-data`. */
  | { readonly kind: 'multipart'; readonly parts: readonly MultipartPart[] }

export interface FormField {
  readonly name: string
  readonly value: string
}

export type MultipartPart = FormField | UploadedFile

export interface UploadedFile {
  readonly name: string
  /** Absolute path. */
  readonly file: string
  /** What the service is told that the file is called. */
  readonly filename: string
  /** Its media type. */
  readonly type: string
  /** What is in it; absent until the plan is resolved. */
  readonly bytes?: Uint8Array
}

export interface Expectation extends ExpectedStatuses {
  /** A JSON value that the answer must contain: objects may have more keys, all else must be equal. */
  readonly json?: unknown
  /** What else must hold. */
  readonly checks?: readonly AnswerCheck[]
}

export interface RequestTemplate {
  readonly name: string
  /** Relative to the other requests of the plan; above 0. */
  readonly weight: number
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: RequestBody | null
  readonly expect: Expectation
  /**
   * Path, headers and the texts of the body are VaryingTexts (core/references/), with values that may differ from one
   * request to the next. Absent where nothing in it does.
   */
  readonly varies?: true
  /** What is kept of the answer for later requests; where one is missing, the request has failed. */
  readonly captures?: readonly Capture[]
  /** The most redirects that are followed; none unless given. */
  readonly redirects?: number
  /** Which series of the target's histogram observe it, as a PromQL selector's matchers; absent where nothing is said. */
  readonly match?: string
}

/** Requests that are sent once, before anything is measured: what they capture, every request may use. */
export interface SetupPlan {
  /** In order. Their weights mean nothing. */
  readonly steps: readonly RequestTemplate[]
  readonly cookies: boolean
  /** Null where only a captured lifetime asks for it. */
  readonly renew: SetupRenewal | null
}

export type ArrivalProcess = 'constant' | 'poisson'

export interface LoadPlan {
  /** Scheme, host and port, and a base path if there is one. */
  readonly url: string
  readonly verifyTls: boolean
  /** Absent where the URL alone says how the service is reached. */
  readonly route?: Route
  /** The service was seen to close each connection with its answer. Absent where nobody looked, or it keeps them. */
  readonly closesEach?: true
  readonly requests: readonly RequestTemplate[]
  /** What users do, by the flows' weights; where there are any, those of `requests` mean nothing. Absent where there are none. */
  readonly flows?: readonly Flow[]
  /** Sent once, before everything else. Absent where there is none. */
  readonly setup?: SetupPlan
  readonly arrivals: ArrivalProcess
  readonly seed: number
  /** The most requests in flight; arrivals beyond it wait, and their wait counts. */
  readonly connections: number
  readonly timeoutSeconds: number
  readonly phases: readonly Phase[]
  /** What opens the connections and reads the responses. */
  readonly engine: LoadEngine
  /** How the generators wait for the next arrival. */
  readonly timers: TimerChoice
  /** Generator threads. */
  readonly workers: number
  /** What requests draw rows from; absent where there is nothing. */
  readonly data?: readonly PlannedData[]
  /** What is made up for requests; absent where nothing is. */
  readonly values?: readonly GeneratedValue[]
}

/** How many leading phases are not measured: they are drained before the baseline scrape. */
export function warmUpPhaseCount(phases: readonly Phase[]): number {
  const first = phases.findIndex((phase) => phase.measured)
  return first < 0 ? phases.length : first
}
