import type { KnownTarget } from './known-target.ts'

export interface ExamineOptions {
  readonly target: KnownTarget
  /** As asked for; absent where the target may tell it. */
  readonly scrapeIntervalSeconds?: number
  readonly evaluationIntervalSeconds?: number
  /** Whether a real Prometheus evaluates the rules of scenarios, whose PromQL knows no limits. */
  readonly allOfPromql?: boolean
}
