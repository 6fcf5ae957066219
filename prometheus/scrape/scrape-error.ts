import type { ScrapeFailure } from '../../core/run/prometheus-record.ts'

/** The reason why no page was received, for the user. */
export class ScrapeError extends Error {
  override readonly name = 'ScrapeError'
  readonly kind: ScrapeFailure

  constructor(message: string, { kind = 'page', ...options }: ErrorOptions & { readonly kind?: ScrapeFailure } = {}) {
    super(message, options)
    this.kind = kind
  }
}

/** There is a connection, and no page within the time that there was. */
export class ScrapeTimeout extends ScrapeError {
  constructor(message: string) {
    super(message, { kind: 'timeout' })
  }
}
