// Programs that the harness starts for a run, with a temporary folder for all of them. None outlives the harness,
// however that ends: a guard process stands between (guard.ts).

import { type ChildProcess, fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compiledEntry } from '../../../core/compiled-entry.ts'
import type { FromGuard, ProgramCommand, ToGuard } from './guard-protocol.ts'
import { type GuardedProgram, ProgramLog } from './program-log.ts'

export interface GuardedPrograms {
  /** For this user alone; removed at the end. */
  readonly folder: string
  /** One of that name. */
  run(command: ProgramCommand): GuardedProgram
  /** When it resolves, the programs are gone and so is the folder. Idempotent. */
  stop(): Promise<void>
}

/** Prometheus and Alertmanager write what they hold and end within a fraction of a second. */
const KILL_AFTER_SECONDS = 5

/** @param killAfterSeconds how long programs have to end by themselves */
export async function guardPrograms(killAfterSeconds = KILL_AFTER_SECONDS): Promise<GuardedPrograms> {
  const folder = await mkdtemp(join(tmpdir(), 'sla-harness-'))
  const guard = fork(compiledEntry(import.meta.url, './guard'), [folder, String(killAfterSeconds)], {
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
  readonly #gone: Promise<void>

  constructor(folder: string, guard: ChildProcess) {
    this.folder = folder
    this.#guard = guard
    this.#gone = new Promise((resolve) => {
      guard.once('exit', () => resolve())
      guard.on('error', () => guard.pid === undefined && resolve())
    })
    guard.on('message', (message: FromGuard) => this.#take(message))
    void this.#gone.then(() => {
      for (const log of this.#logs.values()) log.end('was lost with its guard')
    })
  }

  run(command: ProgramCommand): GuardedProgram {
    const log = new ProgramLog(command.name)
    this.#logs.set(command.name, log)
    this.#tell({ kind: 'run', command })
    return log
  }

  async stop(): Promise<void> {
    this.#tell({ kind: 'stop' })
    await this.#gone
    await rm(this.folder, { recursive: true, force: true })
  }

  #take(message: FromGuard): void {
    const log = this.#logs.get(message.program)
    if (message.kind === 'line') log?.addLine(message.text)
    else log?.end(message.how)
  }

  #tell(message: ToGuard): void {
    if (this.#guard.connected) this.#guard.send(message, () => {})
  }
}
