// Programs that the harness starts for a run, with a temporary folder for all of them. None outlives the harness,
// however that exits: a guard process (guard.ts) stands between them.

import { type ChildProcess, fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compiledEntry } from '../../../core/compiled-entry.ts'
import { UserError } from '../../../core/user-error.ts'
import type { FromGuard, ProgramCommand, ToGuard } from './guard-protocol.ts'
import { type GuardedProgram, ProgramLog } from './program-log.ts'

export interface GuardedPrograms {
  /** Readable by this user only; removed at the end. */
  readonly folder: string
  /** Starts a program; names must differ. */
  run(command: ProgramCommand): GuardedProgram
  /** When it resolves, the programs have exited and the folder is removed. Idempotent. */
  stop(): Promise<void>
}

/** Prometheus and Alertmanager flush their data and exit within a fraction of a second. */
const KILL_AFTER_SECONDS = 5

/** @param killAfterSeconds how long programs may take to shut down before they are killed */
export async function guardPrograms(killAfterSeconds = KILL_AFTER_SECONDS): Promise<GuardedPrograms> {
  const folder = await mkdtemp(join(tmpdir(), 'sla-harness-')).catch((cause: NodeJS.ErrnoException) => {
    throw new UserError(
      `TMPDIR: expected a folder for temporary files that can be written to, got ${tmpdir()} (${cause.code})`,
      { cause },
    )
  })
  const guard = fork(compiledEntry('prometheus/local/programs/guard'), [folder, String(killAfterSeconds)], {
    detached: true,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  return new Programs(folder, guard)
}

class Programs implements GuardedPrograms {
  readonly folder: string
  readonly #guard: ChildProcess
  readonly #logs = new Map<string, ProgramLog>()
  readonly #guardExit: Promise<void>

  constructor(folder: string, guard: ChildProcess) {
    this.folder = folder
    this.#guard = guard
    this.#guardExit = new Promise((resolve) => {
      guard.once('exit', () => resolve())
      guard.on('error', () => guard.pid === undefined && resolve())
    })
    guard.on('message', (message: FromGuard) => this.#receive(message))
    void this.#guardExit.then(() => {
      for (const log of this.#logs.values()) log.exit('was lost with its guard')
    })
  }

  run(command: ProgramCommand): GuardedProgram {
    const log = new ProgramLog(command.name)
    this.#logs.set(command.name, log)
    this.#send({ kind: 'run', command })
    return log
  }

  async stop(): Promise<void> {
    this.#send({ kind: 'stop' })
    await this.#guardExit
    await rm(this.folder, { recursive: true, force: true })
  }

  #receive(message: FromGuard): void {
    const log = this.#logs.get(message.program)
    if (message.kind === 'line') log?.addLine(message.text)
    else log?.exit(message.how)
  }

  #send(message: ToGuard): void {
    if (this.#guard.connected) this.#guard.send(message, () => {})
  }
}
