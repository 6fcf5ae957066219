// A reader of the live page, as a browser is one.

const READER_SECONDS = 30

/** Follows the events of the live page until the run is done, and comes anew again and again. */
export class LiveReader {
  readonly done: Promise<void>
  events = 0
  isDone = false

  constructor(url: URL) {
    this.done = this.#follow(url)
  }

  async #follow(url: URL): Promise<void> {
    while (!this.isDone) await this.#readOnce(new URL('events', url))
  }

  async #readOnce(url: URL): Promise<void> {
    const leaving = AbortSignal.timeout(READER_SECONDS * 1e3)
    try {
      const { body } = await fetch(url, { signal: leaving })
      for await (const chunk of body as AsyncIterable<Uint8Array>) {
        this.events++
        if (Buffer.from(chunk).includes('"kind":"done"')) this.isDone = true
        if (this.isDone) return
      }
    } catch (error) {
      if (!leaving.aborted) throw error
    }
  }
}
