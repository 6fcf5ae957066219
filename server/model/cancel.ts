// What a step that takes time gives back to whoever began it. Steps call back instead of resolving promises, so that the
// server waits with timers and the simulation in virtual time, by the same code.

/** The step is given up: it does not call back any more. Does nothing once it has. */
export type Cancel = () => void

export const NOTHING: Cancel = () => {}

/** Several steps, one at a time: what is under way can be given up, whichever it is. */
export class Steps {
  #cancel: Cancel = NOTHING

  /** @param begin may call `next` at once, and then whatever `next` has begun is under way */
  begin(begin: (next: () => void) => Cancel, next: () => void): void {
    let isOver = false
    this.#cancel = NOTHING
    const cancel = begin(() => {
      isOver = true
      this.#cancel = NOTHING
      next()
    })
    if (!isOver) this.#cancel = cancel
  }

  cancel(): void {
    this.#cancel()
    this.#cancel = NOTHING
  }
}
