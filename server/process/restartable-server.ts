// A server process that can be replaced by a fresh one on the same ports, as a deployment does it. What is asked of
// it meanwhile waits until it is back; the exact record goes on where the one before it ended.

import { type ExactRecord, joinRecords } from '../../core/run/exact-record.ts'
import type { Fault } from '../../core/scenario/server-behaviour.ts'
import { type LaunchOptions, launchServer, type ServerProcess } from './launch-server.ts'

export class RestartableServer {
  readonly apiUrl: string
  /** Without the path: `/metrics` is below it. */
  readonly metricsUrl: string
  /** Resolves with a sentence if it ends, or does not come back, without having been asked to end; never rejects. */
  readonly death: Promise<string>
  readonly #options: LaunchOptions
  readonly #earlierRecords: ExactRecord[] = []
  #announceDeath: (how: string) => void = () => {}
  /** Pending during a restart; rejected where that failed. */
  #serving: Promise<ServerProcess>
  /** The process that is expected to live. */
  #expected: ServerProcess | undefined
  #recordZeroSeconds: number | undefined
  #starts = 1

  /** @throws UserError as `launchServer` does. For a restart the options must name the ports. */
  static async launch(options: LaunchOptions): Promise<RestartableServer> {
    return new RestartableServer(await launchServer(options), options)
  }

  private constructor(server: ServerProcess, options: LaunchOptions) {
    this.apiUrl = server.apiUrl
    this.metricsUrl = server.metricsUrl
    this.#options = options
    this.#serving = Promise.resolve(server)
    this.death = new Promise((resolve) => {
      this.#announceDeath = resolve
    })
    this.#expect(server)
  }

  async setFaults(faults: readonly Fault[]): Promise<void> {
    await (await this.#serving).setFaults(faults)
  }

  async beginRecord(zeroSeconds: number): Promise<void> {
    const server = await this.#serving
    this.#recordZeroSeconds = zeroSeconds
    this.#earlierRecords.length = 0
    await server.beginRecord(zeroSeconds)
  }

  async collectRecord(): Promise<ExactRecord> {
    const server = await this.#serving
    return joinRecords([...this.#earlierRecords, await server.collectRecord()])
  }

  /** Lets it answer what is in flight, then starts another, without faults and with the next seed. */
  async restart(): Promise<void> {
    this.#serving = this.#serving.then((server) => this.#replace(server))
    // Whoever asks for it later is told as well.
    this.#serving.catch((error: Error) => this.#announceDeath(`the server did not come back: ${error.message}`))
    await this.#serving
  }

  /** Gracefully, then by force: when it resolves no process is left. Idempotent. */
  async stop(): Promise<void> {
    this.#expected = undefined
    const server = await this.#serving.catch(() => null)
    this.#expected = undefined
    await server?.stop()
  }

  async #replace(server: ServerProcess): Promise<ServerProcess> {
    this.#expected = undefined
    const zeroSeconds = this.#recordZeroSeconds
    if (zeroSeconds === undefined) await server.stop()
    else this.#earlierRecords.push(await server.retire())
    const next = await launchServer({ ...this.#options, seed: this.#options.seed + this.#starts++ })
    this.#expect(next)
    if (zeroSeconds !== undefined) await next.beginRecord(zeroSeconds)
    return next
  }

  #expect(server: ServerProcess): void {
    this.#expected = server
    server.exited.then(({ code, signal }) => {
      if (this.#expected !== server) return
      this.#announceDeath(`the server died during the run (${signal === null ? `exit code ${code}` : signal})`)
    })
  }
}
