// A server process that can be replaced by a fresh one on the same ports, as a deployment does it. Calls made meanwhile
// wait until it is back; the exact record goes on where the one before it ended.

import { deferred } from '../../core/deferred.ts'
import { type ExactRecord, joinRecords } from '../../core/run/exact-record.ts'
import type { Fault } from '../../core/scenario/server-behaviour.ts'
import type { ServerOptions } from '../server-options.ts'
import { launchServer, type ServerProcess } from './launch-server.ts'

export class RestartableServer {
  readonly apiUrl: string
  /** Without the path: `/metrics` is below it. */
  readonly metricsUrl: string
  readonly #options: ServerOptions
  readonly #earlierRecords: ExactRecord[] = []
  readonly #unexpectedExit = deferred<string>()
  /** Pending during a restart; rejected where that failed. */
  #serving: Promise<ServerProcess>
  /** The process that is expected to live. */
  #expected: ServerProcess | undefined
  #recordEpochSeconds: number | undefined
  #starts = 1

  /** @throws UserError as `launchServer` does. For a restart the options must name the ports. */
  static async launch(options: ServerOptions): Promise<RestartableServer> {
    return new RestartableServer(await launchServer(options), options)
  }

  private constructor(server: ServerProcess, options: ServerOptions) {
    this.apiUrl = server.apiUrl
    this.metricsUrl = server.metricsUrl
    this.#options = options
    this.#serving = Promise.resolve(server)
    this.#expect(server)
  }

  /** Resolves with a sentence if it exits, or does not come back, without having been stopped. Never rejects. */
  get unexpectedExit(): Promise<string> {
    return this.#unexpectedExit.promise
  }

  async setFaults(faults: readonly Fault[]): Promise<void> {
    await (await this.#serving).setFaults(faults)
  }

  async beginRecord(epochSeconds: number): Promise<void> {
    const server = await this.#serving
    this.#recordEpochSeconds = epochSeconds
    this.#earlierRecords.length = 0
    await server.beginRecord(epochSeconds)
  }

  async collectRecord(): Promise<ExactRecord> {
    const server = await this.#serving
    return joinRecords([...this.#earlierRecords, await server.collectRecord()])
  }

  /** Lets it answer what is in flight, then starts another, without faults and with the next seed. */
  async restart(): Promise<void> {
    this.#serving = this.#serving.then((server) => this.#replace(server))
    // Later calls reject with the same error.
    this.#serving.catch((error: Error) =>
      this.#unexpectedExit.resolve(`the server did not come back: ${error.message}`),
    )
    await this.#serving
  }

  /** Stops it gracefully, then by force: when it resolves no process is left. Idempotent. */
  async stop(): Promise<void> {
    this.#expected = undefined
    const server = await this.#serving.catch(() => null)
    this.#expected = undefined
    await server?.stop()
  }

  async #replace(server: ServerProcess): Promise<ServerProcess> {
    this.#expected = undefined
    const epochSeconds = this.#recordEpochSeconds
    if (epochSeconds === undefined) await server.stop()
    else this.#earlierRecords.push(await server.drain())
    const next = await launchServer({ ...this.#options, seed: this.#options.seed + this.#starts++ })
    this.#expect(next)
    if (epochSeconds !== undefined) await next.beginRecord(epochSeconds)
    return next
  }

  #expect(server: ServerProcess): void {
    this.#expected = server
    server.exited.then(({ code, signal }) => {
      if (this.#expected !== server) return
      const how = signal === null ? `exit code ${code}` : signal
      this.#unexpectedExit.resolve(`the server exited during the run (${how})`)
    })
  }
}
