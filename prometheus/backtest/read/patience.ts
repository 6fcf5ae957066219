// How long a server is waited for that lets questions run into their deadline: each costs that time. A single one may be
// chance, and is asked again as it is. To ask for half as much helps a server that is slow, not one that hangs, and not one
// that answers now and then: what is asked about it is given up once most questions were waited for in vain.

import { QueryApiError } from '../../api/query-api-error.ts'

/** In a row. */
const MOST_TIMEOUTS = 4
/** Each question that is waited for in vain takes one from this, and each answer gives as much back. */
const PATIENCE = 16
const ANSWER_GIVES = 2

const GIVEN_UP = new QueryApiError(
  'timeout',
  'gave no answer in time to most of what was asked about it, and was not asked again',
)

export class Patience {
  #timeouts = 0
  /** The shortest time that took too long while nothing else was answered; nothing as long was answered since. */
  #tooLongMs = Number.POSITIVE_INFINITY
  /** By what was asked about. */
  readonly #spent = new Map<string, number>()

  /** Whether so many questions in a row ran into their deadline that smaller ones are of no use. */
  get isOver(): boolean {
    return this.#timeouts >= MOST_TIMEOUTS
  }

  /** Why nothing is asked about it any more; undefined where something may be. */
  givenUp(about: string): QueryApiError | undefined {
    return this.#spentOn(about) >= PATIENCE ? GIVEN_UP : undefined
  }

  /** Whether the last question ran into its deadline alone, and one as long may well be answered. */
  mayBeChance(lengthMs: number): boolean {
    return this.#timeouts === 1 && lengthMs < this.#tooLongMs
  }

  noteAnswer(about: string, lengthMs: number): void {
    this.#timeouts = 0
    if (lengthMs >= this.#tooLongMs) this.#tooLongMs = Number.POSITIVE_INFINITY
    this.#spent.set(about, Math.max(0, this.#spentOn(about) - ANSWER_GIVES))
  }

  noteFailure(error: QueryApiError, about: string, lengthMs: number): void {
    if (!tookTooLong(error)) {
      if (error.failure !== 'unreachable') this.#timeouts = 0
      return
    }
    this.#timeouts++
    this.#spent.set(about, this.#spentOn(about) + 1)
    if (this.#timeouts > 1) this.#tooLongMs = Math.min(this.#tooLongMs, lengthMs)
  }

  #spentOn(about: string): number {
    return this.#spent.get(about) ?? 0
  }
}

/** By the deadline here, or by the server's own. */
export function tookTooLong({ failure, message }: QueryApiError): boolean {
  return failure === 'timeout' || (failure === 'refused' && /timed out|timeout/i.test(message))
}
