// A connection's wire in virtual time: what is sent arrives at the simulated service a little later, and so does its answer.
// Everything above the wire (the queue, when connections are opened, given up and opened again) is the generator's own.

import type { FirstAnswer } from '../../core/run/load-result.ts'
import type { MachineModel } from '../../core/simulation/machine-model.ts'
import type { PreparedRequest } from '../../load/connections/connection.ts'
import { judgeStatus } from '../../load/connections/judge-status.ts'
import type { Wire, WireListener } from '../../load/connections/wire.ts'
import type { OutcomeCode } from '../../load/recording/outcome.ts'
import type { ModelAnswer } from '../service/model-process.ts'
import { type ModelRequest, modelRequest } from '../service/model-request.ts'
import type { ModelService, ServiceConnection } from '../service/model-service.ts'
import type { Agenda } from '../time/agenda.ts'

export interface SimulatedWireOptions {
  readonly agenda: Agenda
  readonly service: ModelService
  readonly machine: MachineModel
}

/** What was made of bytes that are sent many times. */
const known = new WeakMap<Buffer, ModelRequest>()

/** Node's own answer, after which it closes the connection. */
const TOO_LARGE = 431

/** Where the simulated service would listen. */
const SERVICE_ADDRESS = '127.0.0.1'

export class SimulatedWire implements Wire {
  readonly address = null
  readonly #options: SimulatedWireOptions
  readonly #listener: WireListener
  /** Changes with each attempt to open: what was on its way over an earlier connection is nobody's any more. */
  #attempt = 0
  #connection: ServiceConnection | null = null
  request: PreparedRequest | undefined
  answer: FirstAnswer | null = null
  firstByteSeconds = Number.NaN

  constructor(options: SimulatedWireOptions, listener: WireListener) {
    this.#options = options
    this.#listener = listener
  }

  open(): void {
    const { service } = this.#options
    this.#later(() => {
      this.#connection = service.connect({
        answered: (answer) => this.#later(() => this.#onAnswer(answer)),
        closed: () => this.#later(() => this.#listener.onEnded(undefined)),
      })
      if (this.#connection === null) this.#listener.onEnded(failure('ECONNREFUSED'))
      else this.#listener.onConnected({ remoteAddress: SERVICE_ADDRESS })
    })
  }

  send(request: PreparedRequest): void {
    this.request = request
    this.answer = null
    this.firstByteSeconds = Number.NaN
    const model = modelOf(request)
    const connection = this.#connection
    this.#later(() => connection?.request(model))
  }

  endResponse(): void {}

  discard(): void {
    this.#attempt++
    this.#connection?.close()
    this.#connection = null
    this.request = undefined
  }

  close(): void {
    this.discard()
  }

  /** One way between client and service. */
  #later(arrive: () => void): void {
    const { agenda, machine } = this.#options
    const attempt = this.#attempt
    agenda.in(machine.exchangeSeconds / 2, () => {
      if (attempt === this.#attempt) arrive()
    })
  }

  #onAnswer(answer: ModelAnswer): void {
    const { request } = this
    if (request === undefined) return
    if (answer === 'reset') {
      this.#listener.onEnded(failure('ECONNRESET'))
      return
    }
    const nowSeconds = this.#options.agenda.nowSeconds
    this.firstByteSeconds = nowSeconds
    this.answer = firstAnswer(answer)
    this.request = undefined
    this.#listener.onResponse(request, judge(request, answer, nowSeconds), answer, nowSeconds)
    this.#listener.onResponseParsed(false, answer !== TOO_LARGE)
  }
}

/** Of a request whose values differ from one arrival to the next, the bytes are never sent again. */
function modelOf({ bytes, values }: PreparedRequest): ModelRequest {
  if (values !== undefined) return modelRequest(bytes)
  const before = known.get(bytes)
  if (before) return before
  const made = modelRequest(bytes)
  known.set(bytes, made)
  return made
}

/** Of what else may be asked, an answer without headers and without a body can be asked when it came. */
function judge(request: PreparedRequest, status: number, nowSeconds: number): OutcomeCode {
  const { answer: reader, expect } = request
  if (reader === null) return judgeStatus(expect, status)
  const answer = { status, headers: [], body: NO_BYTES, firstByteSeconds: nowSeconds, endedSeconds: nowSeconds }
  const outcome = reader.read(answer, request)
  if (typeof outcome === 'object') throw new TypeError('the bundled server redirects nobody')
  return outcome
}

const NO_BYTES = Buffer.alloc(0)

function failure(code: string): Error {
  return Object.assign(new Error(code), { code })
}

const PHRASES: Readonly<Record<number, string>> = {
  200: 'OK',
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
  413: 'Payload Too Large',
  415: 'Unsupported Media Type',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
}

/** As the bundled server would have answered, but for the body. */
function firstAnswer(status: number): FirstAnswer {
  return {
    status,
    statusLine: `HTTP/1.1 ${status} ${PHRASES[status] ?? ''}`.trimEnd(),
    contentType: status === TOO_LARGE ? null : 'application/json; charset=utf-8',
    contentEncoding: null,
    location: null,
    body: '',
  }
}
