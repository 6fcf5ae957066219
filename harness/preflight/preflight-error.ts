import type { PreflightFinding } from '../../core/run/preflight/preflight.ts'
import { UserError } from '../../core/user-error.ts'

/** Mistakes of a scenario that one request of each kind and a look at the metrics showed. */
export class PreflightError extends UserError {
  readonly findings: readonly PreflightFinding[]

  /** @param sentences one for each finding */
  constructor(findings: readonly PreflightFinding[], sentences: readonly string[]) {
    super([...sentences, HINT].join('\n'))
    this.findings = findings
  }
}

const HINT = 'At most one request of each kind was sent. With --no-preflight the load is sent all the same.'
