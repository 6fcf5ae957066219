// What a run needs from its surroundings.

import type { Clock } from '../core/clock.ts'
import type { BucketLayout } from '../core/histogram/bucket-layout.ts'
import type { Baseline } from '../core/run/earlier-run.ts'
import type { LiveDisplay } from './live-feed.ts'

/** Who scrapes the service and evaluates the rules. */
export type PrometheusChoice =
  | { readonly kind: 'embedded' }
  /** A real Prometheus and Alertmanager, started for this run. */
  | { readonly kind: 'local' }
  /** Any Prometheus-compatible API that scrapes the service already: the part of its URL before /api/v1. */
  | { readonly kind: 'remote'; readonly url: string }

export interface HarnessOptions {
  /** Where the report will be written; the run itself writes nothing. */
  readonly folder: string
  readonly cwd: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly workers: number
  /** Layouts that the bundled server observes beside its own. */
  readonly extraLayouts: readonly BucketLayout[]
  readonly prometheus: PrometheusChoice
  readonly display: LiveDisplay
  /** Aborted when the user wants the run to stop: what was measured until then is judged and returned. */
  readonly signal: AbortSignal
  readonly clock: Clock
  /** The command that runs the same again. */
  readonly replay: string
  /** The earlier run to judge against. */
  readonly baseline?: Baseline
  /** Ends a run this long after it is clear that an objective cannot be met, or that the service is gone. */
  readonly abortGraceSeconds?: number
}
