// One of autocannon's clients as a wire. With response-reader.ts it is all that knows autocannon's internals
// (lib/httpClient.js of 9.0.0). Its pacing, percentiles and timeouts are not used; its socket, parser and request cycle
// are. What is relied on is declared in autocannon.d.ts and pinned by
// test/load/connections/autocannon/across/contract.test.ts.
//
// What it does by itself, and what is made of it:
//   - It calls `_doRequest` on connecting and after each response. Here that sends nothing: only the queue sends.
//   - It calls `_connect` wherever a connection is lost. Here that reports the loss, and connection-life.ts opens it
//     anew, after a pause if need be.
//   - It accepts any TLS certificate, and writes into connections that the server closes.

import { Socket } from 'node:net'
import type { Client } from 'autocannon'
import type { FirstAnswer } from '../../../core/run/load-result.ts'
import type { PreparedRequest } from '../connection.ts'
import type { ClientTls, Destination } from '../destination.ts'
import type { Wire, WireListener } from '../wire.ts'
import { ResponseReader } from './response-reader.ts'

export interface ClientOptions {
  readonly destination: Destination
  readonly nowSeconds: () => number
}

export class AutocannonClient implements Wire {
  readonly #client: Client
  /** autocannon's own `_connect` and `_doRequest`, which the instance's replacements hide. */
  readonly #original: Client
  readonly #listener: WireListener
  readonly #reader: ResponseReader
  readonly address: string | null
  #error: Error | undefined

  /**
   * @param client as `setupClient` gives it: before its parser is wired and before it connects
   * @param onReady called once: from then on it may be opened
   */
  constructor(client: Client, { destination, nowSeconds }: ClientOptions, listener: WireListener, onReady: () => void) {
    this.#client = client
    this.address = destination.address
    direct(client, destination)
    this.#original = Object.getPrototypeOf(client)
    this.#listener = listener
    this.#reader = new ResponseReader(client, nowSeconds, listener)
    client.conn = new Socket()
    client.requestIterator.nextRequest = () => {}
    client._doRequest = () => {}
    client._connect = () => {
      client._connect = () => listener.onEnded(this.#error)
      this.#reader.attach()
      onReady()
    }
    client.on('connError', (error: Error) => {
      this.#error = error
    })
  }

  get request(): PreparedRequest | undefined {
    return this.#reader.request
  }

  get answer(): FirstAnswer | null {
    return this.#reader.answer
  }

  get firstByteSeconds(): number {
    return this.#reader.firstByteSeconds
  }

  open(): void {
    this.#error = undefined
    this.#original._connect.call(this.#client)
    const socket = this.#client.conn
    socket.setNoDelay(true)
    const isTls = this.#client.secure
    if (isTls) socket.once('connect', () => this.#listener.onReached())
    socket.once(isTls ? 'secureConnect' : 'connect', () => this.#listener.onConnected(socket))
  }

  send(request: PreparedRequest): void {
    this.#reader.expect(request)
    this.#client.requestIterator.currentRequest = { requestBuffer: request.bytes }
    this.#original._doRequest.call(this.#client)
  }

  endResponse(): void {
    this.#reader.endWithConnection()
  }

  discard(): void {
    const { conn, pipelinedRequests } = this.#client
    conn.removeAllListeners()
    conn.on('error', () => {})
    conn.destroy()
    pipelinedRequests.clear()
    this.#reader.reset()
  }

  close(): void {
    this.#client.destroy()
  }
}

/** What the client's own `_connect` reads. Its `opts` are a copy that belongs to this client. */
function direct(client: Client, { host, port, socket, tls }: Destination): void {
  const { opts } = client
  client.ipc = socket !== undefined
  opts.hostname = host
  // By itself it takes port 80 of an https URL for 443.
  opts.port = port
  if (socket !== undefined) opts.socketPath = socket
  if (tls === null) return
  // Over TCP it takes the name from `servername`, over a socket from the options of TLS, and verifies host where there is none.
  if (tls.servername !== '') opts.servername = tls.servername
  opts.tlsOptions = socket === undefined ? contextOf(tls) : { ...tls, host }
}

function contextOf({ secureContext }: ClientTls): Pick<ClientTls, 'secureContext'> {
  return secureContext === undefined ? {} : { secureContext }
}
