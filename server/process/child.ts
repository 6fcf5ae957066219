// The forked server process: started over IPC, heard on stderr, ended for certain.

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { compiledEntry } from '../../core/compiled-entry.ts'
import { UserError } from '../../core/user-error.ts'
import type { EncodedRecord } from '../encoded-record.ts'
import type { ServerOptions } from '../start-server.ts'
import {
  CLOSE_GRACE_SECONDS,
  type RetireMessage,
  type ServerMessage,
  type StartedMessage,
  type StartMessage,
} from './protocol.ts'
import { ServerGoneError } from './server-exited-error.ts'
import { LastLines } from './stderr-tail.ts'

const START_DEADLINE_SECONDS = 30
/** After the server's own grace. */
const KILL_AFTER_SECONDS = CLOSE_GRACE_SECONDS + 2
/** A dying process cuts its connections first; how it died is known a moment later. */
const EXIT_REPORT_SECONDS = 1
const KEPT_LINES = 20

export interface ServerExit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export class ServerChild {
  /** However it ended. Never rejects. */
  readonly exited: Promise<ServerExit>
  readonly #killAfterSeconds: number
  readonly #process: ChildProcess
  readonly #lastWords = new LastLines(KEPT_LINES)
  /** Rejects when the process has ended, with how it did. */
  readonly #gone: Promise<never>
  #stopped: Promise<void> | undefined
  #lastRecord: EncodedRecord | undefined

  /** @param killAfterSeconds how long `stop` waits for the process to end by itself */
  constructor(killAfterSeconds = KILL_AFTER_SECONDS) {
    this.#killAfterSeconds = killAfterSeconds
    // Flags of the parent (an inspector's port, say) are not for the child; its stdout must not mix with a report.
    this.#process = fork(compiledEntry(import.meta.url, './main'), [], {
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.#process.stderr?.setEncoding('utf8').on('data', (text: string) => this.#lastWords.add(text))
    this.#process.on('message', (message: ServerMessage) => {
      if (message.kind === 'retired') this.#lastRecord = message.record
    })
    this.exited = new Promise((resolve) => {
      // 'close' comes after the last of stderr; where no process could be made there is only 'error'.
      this.#process.once('close', (code, signal) => resolve({ code, signal }))
      this.#process.on('error', (error) => {
        this.#lastWords.add(`${error.message}\n`)
        if (this.#process.pid === undefined) resolve({ code: null, signal: null })
      })
    })
    this.#gone = this.exited.then((exit) => Promise.reject(this.#goneError(exit)))
    this.#gone.catch(() => {})
  }

  get pid(): number {
    return this.#process.pid as number
  }

  /** @throws UserError where the options cannot be had */
  async start(options: ServerOptions): Promise<{ apiUrl: string; metricsUrl: string }> {
    const answer = once(this.#process, 'message', { signal: AbortSignal.timeout(START_DEADLINE_SECONDS * 1e3) })
    this.#process.send({ kind: 'start', options } satisfies StartMessage, () => {})
    const [message] = (await this.unlessGone(
      answer.catch((cause) => {
        throw new ServerGoneError(`the model server did not start: ${(cause as Error).message}`, { cause })
      }),
    )) as [StartedMessage]
    if (message.kind === 'listening') return message
    throw message.mendable ? new UserError(message.message) : new Error(`the model server: ${message.message}`)
  }

  /** What the call gives, or how the process ended before it could. */
  async unlessGone<Result>(call: Promise<Result>): Promise<Result> {
    try {
      return await Promise.race([call, this.#gone])
    } catch (error) {
      if (error instanceof ServerGoneError) await Promise.race([this.#gone, delay(EXIT_REPORT_SECONDS * 1e3)])
      throw error
    }
  }

  /** Gracefully, then by force. */
  stop(): Promise<void> {
    this.#stopped ??= this.#end(() => this.#process.kill('SIGTERM'))
    return this.#stopped
  }

  /** The same. @returns what it had observed by then; undefined where no record was begun, or force was needed */
  async retire(): Promise<EncodedRecord | undefined> {
    this.#stopped ??= this.#end(() => this.#process.send({ kind: 'retire' } satisfies RetireMessage, () => {}))
    await this.#stopped
    // Its last message may still be on the way.
    if (this.#process.connected) await once(this.#process, 'disconnect')
    return this.#lastRecord
  }

  async #end(ask: () => void): Promise<void> {
    ask()
    const force = setTimeout(() => this.#process.kill('SIGKILL'), this.#killAfterSeconds * 1e3)
    await this.exited
    clearTimeout(force)
  }

  #goneError({ code, signal }: ServerExit): ServerGoneError {
    if (this.#stopped !== undefined) return new ServerGoneError('the model server was stopped')
    const how = signal === null ? `exited with code ${code}` : `was ended by ${signal}`
    const words = this.#lastWords.toString()
    return new ServerGoneError(`the model server ${how}${words === '' ? '' : `; its last words:\n${words}`}`)
  }
}
