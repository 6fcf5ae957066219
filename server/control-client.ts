// The harness's end of /control.

import { request } from 'undici'
import type { ExactRecord } from '../core/run/exact-record.ts'
import type { Fault } from '../core/scenario/server-behaviour.ts'
import { decodeRecord, type EncodedRecord } from './encoded-record.ts'
import { ServerGoneError } from './process/server-exited-error.ts'

/** Generous: a server with a full queue takes its time, but an answer that never comes must not hang a run. */
const DEADLINE_SECONDS = 15

export class ControlClient {
  readonly #metricsUrl: string
  readonly #token: string

  constructor(metricsUrl: string, token: string) {
    this.#metricsUrl = metricsUrl
    this.#token = token
  }

  async setFaults(faults: readonly Fault[]): Promise<void> {
    await this.#call('PUT', '/control/faults', { faults })
  }

  async beginRecord(zeroSeconds: number): Promise<void> {
    await this.#call('POST', '/control/record', { zeroSeconds })
  }

  async collectRecord(): Promise<ExactRecord> {
    return decodeRecord(JSON.parse(await this.#call('GET', '/control/record')) as EncodedRecord)
  }

  /** @throws ServerGoneError where there is no answer; Error where the answer is not the expected one */
  async #call(method: 'GET' | 'PUT' | 'POST', path: string, body?: unknown): Promise<string> {
    const { status, text } = await this.#send(method, path, body).catch((cause: Error) => {
      throw new ServerGoneError(`the model server did not answer ${method} ${path}: ${cause.message}`, { cause })
    })
    if (status >= 300) throw new Error(`${method} ${path}: expected success, got ${status}: ${text}`)
    return text
  }

  async #send(method: 'GET' | 'PUT' | 'POST', path: string, body: unknown): Promise<{ status: number; text: string }> {
    const answer = await request(this.#metricsUrl + path, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(DEADLINE_SECONDS * 1e3),
    })
    return { status: answer.statusCode, text: await answer.body.text() }
  }
}
