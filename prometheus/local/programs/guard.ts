// The process between the harness and the programs that it started (guard-programs.ts forks it). It has a session of
// its own, so that Ctrl-C in the terminal reaches the harness alone, which still queries the programs.
//   run message                a program is started; its log lines are sent to the harness
//   stop message, SIGTERM      programs are terminated, in the end killed; then the folder is removed and the guard exits
//   channel closed             the same, and they are killed at once: the harness is gone, and nobody reads what they leave
// Arguments: the folder, and after how many seconds programs are killed. Nothing but SIGKILL of the guard itself leaves a
// program behind.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import type { FromGuard, ProgramCommand, ToGuard } from './guard-protocol.ts'

const [folder = '', killAfterSeconds = ''] = process.argv.slice(2)

/** How long the log of a program that has exited is still read: another process may hold its stderr open. */
const LOG_TAIL_SECONDS = 0.2

const programs = new Map<ChildProcess, Promise<void>>()
let isStopping = false

process.on('SIGINT', () => {})
process.on('SIGHUP', () => {})
process.once('SIGTERM', stop)
process.once('disconnect', () => {
  signalAll('SIGKILL')
  void stop()
})
process.on('message', (message: ToGuard) => {
  if (message.kind === 'stop') void stop()
  else if (!isStopping) run(message.command)
})

function run({ name, file, arguments: flags, environment }: ProgramCommand): void {
  // Its own process group, so that whatever a wrapper script starts is stopped with it.
  const child = spawn(file, flags, { detached: true, stdio: ['ignore', 'ignore', 'pipe'], env: environment })
  createInterface({ input: child.stderr }).on('line', (text) => send({ kind: 'line', program: name, text }))
  const exited = exitOf(child).then((how) => send({ kind: 'exited', program: name, how }))
  programs.set(child, exited)
}

async function exitOf(child: ChildProcess): Promise<string> {
  try {
    const closed = once(child, 'close')
    closed.catch(() => {})
    const [code, signal] = await once(child, 'exit')
    await Promise.race([closed, delay(LOG_TAIL_SECONDS * 1e3)])
    return signal ? `was terminated by ${signal}` : `exited with code ${code}`
  } catch (error) {
    return `could not be started: ${(error as Error).message}`
  }
}

function send(message: FromGuard): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => {})
}

async function stop(): Promise<void> {
  if (isStopping) return
  isStopping = true
  signalAll('SIGTERM')
  const allExited = Promise.all(programs.values())
  await Promise.race([allExited, delay(Number(killAfterSeconds) * 1e3)])
  signalAll('SIGKILL')
  await allExited
  await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => {})
  process.exit(0)
}

function signalAll(signal: NodeJS.Signals): void {
  for (const { pid } of programs.keys())
    try {
      if (pid !== undefined) process.kill(-pid, signal)
    } catch {
      // It has exited already.
    }
}
