// What to do next after a run: one thing to change, and the figure that says so. Plain data. Seconds.

/**
 * How much it matters, most first. `blocks`: as long as it stands, the run proves nothing of the service, or less than it
 * seems to. `decides`: it decided the verdict. `misleads`: a dashboard or an alert says something else than users felt.
 * `improves`: nothing is wrong without it.
 */
export const ADVICE_WEIGHTS = ['blocks', 'decides', 'misleads', 'improves'] as const

export type AdviceWeight = (typeof ADVICE_WEIGHTS)[number]

/** What is to be looked at or changed. */
export const ADVICE_KINDS = [
  // ---- of the run ----
  'scenario',
  'simulation',
  'generator',
  'clocks',
  'machine',
  'connections',
  'interruption',
  'abort-rule',
  'no-traffic',
  'no-answer',
  'flow',
  'setup',
  'nothing-judged',
  'repeat',
  'evaluators',
  'preflight',
  // ---- of the metrics ----
  'metrics',
  'populations',
  'unit',
  'scrapes',
  'matchers',
  // ---- of the objectives ----
  'service',
  'capacity',
  'queueing',
  'errors',
  'more-requests',
  'objective',
  'margin',
  'baseline',
  // ---- of the alerts and of what they are drawn from ----
  'rule',
  'bound',
  'highest-bound',
  'range',
  'for',
  'threshold',
  'deadline',
  'phase-length',
  'load',
  'data',
  'expectation',
  'measuring-point',
  'layout',
  'gate',
] as const

export type AdviceKind = (typeof ADVICE_KINDS)[number]

/** One figure of a scenario, a rule or a service that would be another. */
export type AdvisedChange =
  /** A further bound of the histogram. */
  | { readonly what: 'bound'; readonly add: number }
  /** `from` is the value of this run, `to` the one to try. */
  | { readonly what: 'for' | 'range' | 'threshold' | 'within'; readonly from: number; readonly to: number }
  | { readonly what: 'phase-length'; readonly phase: string; readonly from: number; readonly to: number }
  | { readonly what: 'connections'; readonly to: number }
  | { readonly what: 'rate'; readonly from: number; readonly to: number }
  | { readonly what: 'unit'; readonly to: string }

export interface Advice {
  readonly kind: AdviceKind
  readonly weight: AdviceWeight
  /** The alert, objective, request, phase or quantile that it is about, as the report names it; null for the whole run. */
  readonly about: string | null
  /** What to do, as a sentence. */
  readonly action: string
  /** The figure that says so, as a sentence. */
  readonly figure: string
  /** The same as data, where it is one figure that would be another. */
  readonly change?: AdvisedChange
}
