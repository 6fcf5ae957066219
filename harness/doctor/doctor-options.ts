import type { Environment } from '../../core/environment.ts'
import type { PrometheusChoice } from '../setup/run-options.ts'

export interface DoctorOptions {
  readonly cwd: string
  readonly environment: Environment
  /** As for a run. */
  readonly target?: string | undefined
  readonly metrics?: string | undefined
  readonly allowHosts?: readonly string[] | undefined
  /** Who would evaluate the rules; default: the harness itself. */
  readonly prometheus?: PrometheusChoice
  /** Generator threads; default: 1. */
  readonly workers?: number
  /** Whether one request of each kind is sent. */
  readonly requests: boolean
}
