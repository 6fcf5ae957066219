// The requests of a plan of which some vary: those that do are made for each arrival, all others once.

import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import type { PreparedRequest } from '../connections/connection.ts'
import type { Arrival } from '../schedule/arrival.ts'
import { fixedRequest } from './fixed-requests.ts'
import type { RequestSource } from './request-source.ts'
import type { ValueSources } from './value-source.ts'
import { VaryingRequest } from './varying-request.ts'

export class VaryingRequests implements RequestSource {
  readonly #requests: readonly (PreparedRequest | VaryingRequest)[]

  /** @throws UserError where a request cannot be sent as it is written */
  constructor({ url, requests }: Pick<LoadPlan, 'url' | 'requests'>, sources: ValueSources) {
    const parsed = new URL(url)
    this.#requests = requests.map((template, index) =>
      template.varies ? new VaryingRequest(parsed, template, index, sources) : fixedRequest(parsed, template, index),
    )
  }

  prepare(arrival: Arrival): PreparedRequest {
    const request = this.#requests[arrival.request] as PreparedRequest | VaryingRequest
    return request instanceof VaryingRequest ? request.render(arrival) : request
  }
}
