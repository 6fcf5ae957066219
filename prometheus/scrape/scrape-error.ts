import type { ScrapeFailure } from '../../core/run/prometheus-record.ts'

/** The reason why no page was received, for the user. */
export class ScrapeError extends Error {
  override readonly name = 'ScrapeError'
  readonly kind: ScrapeFailure
  /** Of an answer that is no page because of it; null of all others. */
  readonly status: number | null

  constructor(
    message: string,
    {
      kind = 'page',
      status = null,
      ...options
    }: ErrorOptions & { readonly kind?: ScrapeFailure; readonly status?: number | null } = {},
  ) {
    super(message, options)
    this.kind = kind
    this.status = status
  }
}

/** There is a connection, and no page within the time that there was. */
export class ScrapeTimeout extends ScrapeError {
  constructor(message: string) {
    super(message, { kind: 'timeout' })
  }
}
