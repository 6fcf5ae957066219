// The part of autocannon 9.0.0 that load/connections/autocannon/client.ts relies on; it ships no types.
// test/load/connections/autocannon/across/contract.test.ts holds each of these against the real thing.

declare module 'autocannon' {
  import type { EventEmitter } from 'node:events'
  import type { Socket } from 'node:net'
  import type { ConnectionOptions } from 'node:tls'

  /** lib/httpClient.js: one connection. */
  export interface Client extends EventEmitter {
    conn: Socket
    /** Whether `_connect` opens `opts.socketPath`. */
    ipc: boolean
    readonly opts: ClientOptions
    readonly parser: Parser
    readonly requestIterator: RequestIterator
    readonly pipelinedRequests: { clear(): void }
    readonly secure: boolean
    readonly destroyed: boolean
    /** Opens `conn`. Also called by the client itself whenever the connection ended or failed. */
    _connect(): void
    /** Writes the current request. Also called by the client itself on connecting and after each response. */
    _doRequest(): void
    destroy(): void
  }

  /** What `_connect` reads: a copy of its own. */
  export interface ClientOptions {
    hostname: string
    port: number
    socketPath?: string
    /** The name that TLS asks for, over TCP. */
    servername?: string
    tlsOptions: ConnectionOptions
  }

  /** lib/requestIterator.js. */
  export interface RequestIterator {
    currentRequest: { readonly requestBuffer: Buffer }
    nextRequest(): void
  }

  /** http-parser-js 0.5. */
  export interface Parser {
    readonly type: 'RESPONSE'
    /** The piece of a line that came without its end. */
    readonly line: string
    /** The Connection header, in lower case. */
    readonly connection: string
    readonly chunk: Buffer
    /** Of the next byte of `chunk`. */
    readonly offset: number
    isChunked: boolean
    body_bytes: number | null
    state: string
    consumeLine(): string | undefined
    parseHeader(line: string, headers: string[]): void
    RESPONSE_LINE(): void
    BODY_CHUNKHEAD(): void
    BODY_CHUNKEMPTYLINE(): void
    initialize(type: 'RESPONSE'): void
    execute(chunk: Buffer): number | Error
    finish(): unknown
    [callback: number]: (...args: never[]) => unknown
  }

  /** The parser's class. */
  export interface ParserCallbacks {
    /** How lines are decoded: `ascii`, which drops the highest bit of each byte. */
    encoding: string
    readonly kOnHeadersComplete: number
    readonly kOnBody: number
    readonly kOnMessageComplete: number
  }

  export interface HeadersInfo {
    readonly versionMajor: number
    readonly versionMinor: number
    readonly statusCode: number
    /** Name, value, name, value. */
    readonly headers: readonly string[]
    readonly statusMessage: string
    readonly shouldKeepAlive: boolean
  }

  /** What it records into; one of its own is encoded as it ends, a custom one is left alone (lib/histUtil.js). */
  export interface CustomHistogram {
    readonly __custom: true
    recordValue(value: number): void
    recordValueWithExpectedInterval(value: number, interval: number): void
    reset(): void
    destroy(): void
  }

  export interface Options {
    readonly url: string
    readonly connections: number
    /** Seconds. */
    readonly duration: number
    /** Seconds. */
    readonly timeout: number
    /** Milliseconds. */
    readonly sampleInt: number
    readonly histograms?: Readonly<Record<'latencies' | 'requests' | 'throughput', CustomHistogram>>
    /** Its result is not made of them: nobody reads it. */
    readonly skipAggregateResult?: boolean
    readonly setupClient: (client: Client) => void
  }

  export interface Instance extends PromiseLike<unknown> {
    stop(): void
  }

  export default function autocannon(options: Options): Instance
}
