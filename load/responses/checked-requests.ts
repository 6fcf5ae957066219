// Gives each request a reader of its answer, where it asks for more than a status. The rest go through as they are.

import type { PreparedRequest } from '../connections/connection.ts'
import type { RequestSource } from '../requests/request-source.ts'
import type { Arrival } from '../schedule/arrival.ts'
import type { AnswerReaders } from './answer-readers.ts'

export class CheckedRequests implements RequestSource {
  readonly #requests: RequestSource
  readonly #readers: AnswerReaders

  constructor(requests: RequestSource, readers: AnswerReaders) {
    this.#requests = requests
    this.#readers = readers
  }

  prepare(arrival: Arrival): PreparedRequest {
    const request = this.#requests.prepare(arrival)
    const answer = this.#readers.readerFor(arrival)
    return answer === null ? request : { ...request, answer }
  }
}
