// A service of somebody else's as a process of its own. It prints a line when it listens.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

export interface RunningProgram {
  /** The first line that it printed. */
  readonly firstLine: string
  stop(): Promise<void>
}

export interface ProgramOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** Whether the line is on stderr, and which it is. Default: the first on stdout. */
  readonly ready?: RegExp
}

/** @throws Error with what it said where it ended before it listened */
export async function startProgram(
  command: string,
  args: readonly string[],
  { cwd, env = {}, ready }: ProgramOptions = {},
): Promise<RunningProgram> {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  const said: string[] = []
  const firstLine = await new Promise<string>((resolve, reject) => {
    const hear = (isOut: boolean) => (line: string) => {
      said.push(line)
      if (ready ? ready.test(line) : isOut) resolve(line)
    }
    createInterface(child.stdout).on('line', hear(true))
    createInterface(child.stderr).on('line', hear(false))
    child.on('error', reject)
    child.on('exit', (code) =>
      reject(new Error(`${command} ended with ${code} before it listened: ${said.join('\n')}`)),
    )
  })
  return { firstLine, stop: () => stopProgram(child) }
}

async function stopProgram(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const kill = setTimeout(() => child.kill('SIGKILL'), 3000)
  await ended
  clearTimeout(kill)
}
