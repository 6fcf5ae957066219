// A real NATS server for tests, with JetStream and a token. It may be killed and started anew where it was.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { NatsConnection } from '@nats-io/transport-node'
import { connectBroker } from '../../generators/broker/connect-broker.ts'
import type { BrokerCredentials } from '../../generators/broker/credentials.ts'
import { type JoinAddress, parseJoinAddress } from '../../generators/broker/join-address.ts'

const TOKEN = 'token-of-a-test'

export class NatsServer {
  readonly token = TOKEN
  readonly credentials: BrokerCredentials = { login: { kind: 'token', token: TOKEN, from: 'a test' }, tls: null }
  readonly #binary: string
  readonly #folder: string
  /** Of the server's configuration. */
  readonly #settings: object
  readonly #text: string
  #port = -1
  #process: ChildProcess | undefined

  private constructor(binary: string, folder: string, settings: object, text: string) {
    this.#text = text
    this.#binary = binary
    this.#folder = folder
    this.#settings = settings
  }

  /** @param settings of the server's configuration, in place of those of this file; those that are undefined are left out
   * @param text more of it, in the server's own words */
  static async start(binary: string, settings: object = {}, text = ''): Promise<NatsServer> {
    const folder = await mkdtemp(join(tmpdir(), 'nats-server-'))
    const server = new NatsServer(binary, folder, settings, text)
    await server.start()
    return server
  }

  get url(): string {
    return `nats://127.0.0.1:${this.#port}`
  }

  get address(): JoinAddress {
    return parseJoinAddress(this.url)
  }

  /** The environment of a process that may join it. */
  get environment(): NodeJS.ProcessEnv {
    return { ...process.env, SLA_HARNESS_NATS_TOKEN: this.token }
  }

  /** Resolves when it listens: on the port that it had before. */
  async start(): Promise<void> {
    const config = join(this.#folder, 'server.conf')
    const settings = {
      host: '127.0.0.1',
      port: this.#port,
      authorization: { token: this.token },
      store_dir: this.#folder,
      jetstream: 'enabled',
      ...this.#settings,
    }
    const configured = Object.entries(settings).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}: ${JSON.stringify(value)}`],
    )
    await writeFile(config, [...configured, this.#text].join('\n'), { mode: 0o600 })
    const child = spawn(this.#binary, ['-c', config], { stdio: ['ignore', 'ignore', 'pipe'] })
    this.#process = child
    const lines: string[] = []
    this.#port = await new Promise<number>((resolve, reject) => {
      createInterface({ input: child.stderr }).on('line', (line) => {
        lines.push(line)
        const port = /Listening for client connections on .*:(\d+)/.exec(line)?.[1]
        if (port !== undefined) resolve(Number(port))
      })
      child.once('exit', () => reject(new Error(`nats-server ended:\n${lines.join('\n')}`)))
    })
  }

  /** A connection of a test's own. */
  async connect(credentials = this.credentials): Promise<NatsConnection> {
    const connection = await connectBroker({
      ...{ address: this.address, credentials, name: 'test', patienceSeconds: 5 },
      signal: new AbortController().signal,
    })
    if (connection === null) throw new Error('expected a connection, got none')
    return connection
  }

  /** Without a word, as a machine that loses its power. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** It keeps its connections, and answers nothing. */
  pause(): void {
    this.#process?.kill('SIGSTOP')
  }

  continue(): void {
    this.#process?.kill('SIGCONT')
  }

  async stop(): Promise<void> {
    this.continue()
    await this.#end('SIGTERM')
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 3 })
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill(signal)
    await exited
  }
}
