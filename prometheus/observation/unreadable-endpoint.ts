import { UserError } from '../../core/user-error.ts'

/** An endpoint that has no page of metrics. */
export class UnreadableEndpoint extends UserError {
  /** As it may be shown. */
  readonly url: string
  /** What is there in its place: completes `got …`. */
  readonly got: string

  constructor(url: string, got: string, options: ErrorOptions) {
    super(`${url}: expected a Prometheus metrics page, got ${got}`, options)
    this.url = url
    this.got = got
  }
}
