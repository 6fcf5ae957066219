// How long a server is waited for that lets questions run into their deadline: each costs that time, and to ask for half as
// much helps one that is slow, not one that hangs.

import type { QueryApiError } from '../../api/query-api-error.ts'

const MOST_TIMEOUTS = 4

export class Patience {
  #timeouts = 0

  /** Whether so many questions in a row ran into their deadline that smaller ones are of no use. */
  get isOver(): boolean {
    return this.#timeouts >= MOST_TIMEOUTS
  }

  noteAnswer(): void {
    this.#timeouts = 0
  }

  noteFailure({ failure }: QueryApiError): void {
    if (failure === 'timeout') this.#timeouts++
    else if (failure !== 'unreachable') this.#timeouts = 0
  }
}
