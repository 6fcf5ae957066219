// The forked server process as its parent sees it: commands and replies over IPC, its stderr, and a certain end.

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { compiledEntry } from '../../core/compiled-entry.ts'
import { type Deferred, deferred } from '../../core/deferred.ts'
import type { ExactRecord } from '../../core/run/exact-record.ts'
import { UserError } from '../../core/user-error.ts'
import { CLOSE_GRACE_SECONDS, type ServerOptions, type ServerUrls } from '../server-options.ts'
import type { Arguments, Command, CommandName, Reply, Result } from './protocol.ts'
import { ServerExitedError } from './server-exited-error.ts'
import { StderrTail } from './stderr-tail.ts'

const START_DEADLINE_SECONDS = 30
/** Generous, since a server with a full queue replies late, but a reply that never comes must not hang a run. */
const REPLY_DEADLINE_SECONDS = 15
/** After the server's own grace. */
const KILL_AFTER_SECONDS = CLOSE_GRACE_SECONDS + 2
/** A crashing process cuts its connections first; how it exited is known a moment later. */
const EXIT_REPORT_SECONDS = 1
const STDERR_LINES = 20

export interface ServerExit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface Patience {
  /** How long `stop` waits for the process to end by itself. */
  readonly killAfterSeconds: number
  readonly replyDeadlineSeconds: number
}

export class ServerChild {
  /** However it ended. Never rejects. */
  readonly exited: Promise<ServerExit>
  readonly #patience: Patience
  readonly #process: ChildProcess
  readonly #stderr = new StderrTail(STDERR_LINES)
  /** By the number of the command that waits for it. */
  readonly #replies = new Map<number, Deferred<unknown>>()
  /** Rejects when the process has ended, with how it did. */
  readonly #ended: Promise<never>
  /** Why there is no process: too few open files, for example. */
  #forkFailure: Error | undefined
  #lastId = 0
  #stopped: Promise<void> | undefined

  constructor(patience: Partial<Patience> = {}) {
    this.#patience = {
      killAfterSeconds: KILL_AFTER_SECONDS,
      replyDeadlineSeconds: REPLY_DEADLINE_SECONDS,
      ...patience,
    }
    // Flags of the parent (an inspector's port, say) are not for the child; its stdout must not mix with a report.
    this.#process = fork(compiledEntry('server/process/main'), [], {
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.#process.stderr?.setEncoding('utf8').on('data', (text: string) => this.#stderr.add(text))
    this.#process.on('message', (reply: Reply) => this.#onReply(reply))
    this.exited = new Promise((resolve) => {
      // 'close' comes after the last of stderr; where no process could be made there is only 'error'.
      this.#process.once('close', (code, signal) => resolve({ code, signal }))
      this.#process.on('error', (error) => {
        this.#stderr.add(`${error.message}\n`)
        if (this.#process.pid !== undefined) return
        this.#forkFailure = error
        resolve({ code: null, signal: null })
      })
    })
    this.#ended = this.exited.then((exit) => Promise.reject(this.#forkFailure ?? this.#exitError(exit)))
    this.#ended.catch(() => {})
  }

  get pid(): number {
    return this.#process.pid as number
  }

  /** @throws UserError where the options cannot be met: a taken port, a trace file that cannot be read */
  start(options: ServerOptions): Promise<ServerUrls> {
    return this.#call(START_DEADLINE_SECONDS, 'start', options)
  }

  /**
   * @throws ServerExitedError where the process ended, or did not reply in time
   * @throws Error where the server refused the command
   */
  call<Name extends CommandName>(name: Name, ...given: Arguments<Name>): Promise<Result<Name>> {
    return this.#call(this.#patience.replyDeadlineSeconds, name, ...given)
  }

  /** Ends the process gracefully, then by force. */
  stop(): Promise<void> {
    this.#stopped ??= this.#end(() => this.#process.kill('SIGTERM'))
    return this.#stopped
  }

  /**
   * Ends the process in the same way, and gives what it had observed by then.
   * @throws Error where no record was begun, or where force was needed
   */
  async drain(): Promise<ExactRecord> {
    const record = deferred<ExactRecord>()
    record.promise.catch(() => {})
    this.#stopped ??= this.#end(() => this.#send('drain').then(record.resolve, record.reject))
    await this.#stopped
    // The reply may still be on its way.
    if (this.#process.connected) await once(this.#process, 'disconnect')
    record.reject(new Error('the model server ended without its record'))
    return record.promise
  }

  async #call<Name extends CommandName>(
    deadlineSeconds: number,
    name: Name,
    ...given: Arguments<Name>
  ): Promise<Result<Name>> {
    const inTime = new AbortController()
    const tooLate = delay(deadlineSeconds * 1e3, undefined, { signal: inTime.signal }).then(() => {
      throw new ServerExitedError(`the model server did not reply to ${name} within ${deadlineSeconds} s`)
    })
    tooLate.catch(() => {})
    try {
      return await Promise.race([this.#send(name, ...given), tooLate, this.#ended])
    } catch (error) {
      if (error instanceof ServerExitedError) await Promise.race([this.#ended, delay(EXIT_REPORT_SECONDS * 1e3)])
      throw error
    } finally {
      inTime.abort()
    }
  }

  /** Settled by the reply alone: pending for ever where none comes. */
  #send<Name extends CommandName>(name: Name, ...given: Arguments<Name>): Promise<Result<Name>> {
    const id = ++this.#lastId
    const reply = deferred<unknown>()
    this.#replies.set(id, reply)
    // A channel that is closed, or was never opened, is reported by the end of the process.
    this.#process.send?.({ id, name, arguments: given } satisfies Command<Name>, () => {})
    return reply.promise as Promise<Result<Name>>
  }

  #onReply(reply: Reply): void {
    const waiting = this.#replies.get(reply.id)
    this.#replies.delete(reply.id)
    if (reply.ok) waiting?.resolve(reply.result)
    else
      waiting?.reject(
        reply.isUserError ? new UserError(reply.message) : new Error(`the model server: ${reply.message}`),
      )
  }

  async #end(request: () => void): Promise<void> {
    request()
    const force = setTimeout(() => this.#process.kill('SIGKILL'), this.#patience.killAfterSeconds * 1e3)
    await this.exited
    clearTimeout(force)
  }

  #exitError({ code, signal }: ServerExit): ServerExitedError {
    if (this.#stopped !== undefined) return new ServerExitedError('the model server was stopped')
    const how = signal === null ? `exited with code ${code}` : `was ended by ${signal}`
    const tail = this.#stderr.toString()
    return new ServerExitedError(`the model server ${how}${tail === '' ? '' : `; the end of its stderr:\n${tail}`}`)
  }
}
