/** The reason why no page was received, for the user. */
export class ScrapeError extends Error {
  override readonly name = 'ScrapeError'
}

/** No page within the time that there was. */
export class ScrapeTimeout extends ScrapeError {}
