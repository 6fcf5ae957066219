// Requests whose bytes never change: each template is prepared once, before the first arrival, and is sent as it is.

import type { LoadPlan, RequestTemplate } from '../../core/scenario/load-plan.ts'
import type { PreparedRequest } from '../connections/connection.ts'
import type { Arrival } from '../schedule/arrival.ts'
import { requestBytes } from './request-bytes.ts'
import type { RequestSource } from './request-source.ts'

export class FixedRequests implements RequestSource {
  readonly #prepared: readonly PreparedRequest[]

  /** @throws UserError where a request cannot be sent as it is written */
  constructor({ url, requests }: Pick<LoadPlan, 'url' | 'requests'>) {
    const parsed = new URL(url)
    this.#prepared = requests.map((template, index) => fixedRequest(parsed, template, index))
  }

  prepare({ request }: Arrival): PreparedRequest {
    return this.#prepared[request] as PreparedRequest
  }
}

/** @param index its place in the plan */
export function fixedRequest(url: URL, template: RequestTemplate, index: number): PreparedRequest {
  const { method, expect } = template
  return { index, bytes: requestBytes(url, template), isHead: method.toUpperCase() === 'HEAD', expect, answer: null }
}
