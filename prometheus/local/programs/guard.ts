// The process between the harness and the programs that it started (guarded-programs.ts forks it). It has a session of
// its own, so that Ctrl-C in the terminal reaches the harness alone, which still wants the programs' last answers.
//   run message                a program is started; its log lines go to the harness
//   stop, SIGTERM, life line   programs are ended, at last by force; then the folder is removed, then the guard exits
// Arguments: the folder, and after how many seconds force is used. Nothing but SIGKILL of the guard itself leaves a
// program behind.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import type { FromGuard, ProgramCommand, ToGuard } from './guard-protocol.ts'

const [folder = '', killAfterSeconds = ''] = process.argv.slice(2)

/** For the last lines of a program that has ended: something else may hold its stderr open. */
const LAST_LINES_SECONDS = 0.2

const programs = new Map<ChildProcess, Promise<void>>()
let isStopping = false

process.on('SIGINT', () => {})
process.on('SIGHUP', () => {})
process.once('SIGTERM', stop)
process.once('disconnect', stop)
process.on('message', (message: ToGuard) => {
  if (message.kind === 'stop') void stop()
  else if (!isStopping) run(message.command)
})

function run({ name, file, arguments: flags }: ProgramCommand): void {
  // A group of its own: what a wrapper script started ends with it.
  const child = spawn(file, flags, { detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
  createInterface({ input: child.stderr }).on('line', (text) => tell({ kind: 'line', program: name, text }))
  const ended = endOf(child).then((how) => tell({ kind: 'ended', program: name, how }))
  programs.set(child, ended)
}

async function endOf(child: ChildProcess): Promise<string> {
  try {
    const closed = once(child, 'close')
    closed.catch(() => {})
    const [code, signal] = await once(child, 'exit')
    await Promise.race([closed, delay(LAST_LINES_SECONDS * 1e3)])
    return signal ? `was ended by ${signal}` : `exited with code ${code}`
  } catch (error) {
    return `could not be started: ${(error as Error).message}`
  }
}

function tell(message: FromGuard): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => {})
}

async function stop(): Promise<void> {
  if (isStopping) return
  isStopping = true
  signalAll('SIGTERM')
  const ended = Promise.all(programs.values())
  await Promise.race([ended, delay(Number(killAfterSeconds) * 1e3)])
  signalAll('SIGKILL')
  await ended
  await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => {})
  process.exit(0)
}

function signalAll(signal: NodeJS.Signals): void {
  for (const { pid } of programs.keys())
    try {
      if (pid !== undefined) process.kill(-pid, signal)
    } catch {
      // Gone already.
    }
}
