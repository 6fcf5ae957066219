// Runs the compiled command line as its users do: a process of its own, in a folder of its own.

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packageRoot } from '../../core/compiled-entry.ts'
import type { HostClock, NetworkHost } from './network/network.ts'

export interface CliResult {
  readonly code: number | null
  /** What ended it, where it has no exit code. */
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  /** Processes that the command started and that outlived it. */
  readonly leftBehind: readonly string[]
}

export interface RunningCli {
  readonly process: ChildProcess
  readonly result: Promise<CliResult>
  /** Resolves when stderr has said so. */
  said(pattern: RegExp): Promise<void>
  /** What stderr has said so far. */
  saidSoFar(): string
}

export interface CliOptions {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
  /** The only core that the command and its children may use. */
  readonly core?: number
  /** The host that it runs on; this machine where there is none. */
  readonly host?: NetworkHost
  /** Of that host. */
  readonly clock?: HostClock
}

export function startCli(args: readonly string[], { cwd, env = {}, core, host, clock }: CliOptions): RunningCli {
  const mark = `SLA_HARNESS_TEST_MARK=${Math.random().toString(36).slice(2)}`
  const [markName, markValue] = mark.split('=') as [string, string]
  const command = [process.execPath, join(packageRoot, 'dist', 'cli.js'), ...args]
  const onCore = core === undefined ? command : ['taskset', '-c', String(core), ...command]
  const [program, ...rest] = host === undefined ? onCore : host.command(onCore, clock)
  const child = spawn(program as string, rest, {
    cwd,
    env: { ...withoutHarnessVariables(process.env), ...env, [markName]: markValue },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  const listeners = new Set<() => void>()
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text
    for (const listener of listeners) listener()
  })
  const result = new Promise<CliResult>((resolve) => {
    child.on('close', async (code, signal) =>
      resolve({ code, signal, stdout, stderr, leftBehind: await leftBehind(mark) }),
    )
  })
  return {
    process: child,
    result,
    saidSoFar: () => stderr,
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const check = () => {
          if (!pattern.test(stderr)) return
          listeners.delete(check)
          resolve()
        }
        listeners.add(check)
        check()
        child.on('close', () => reject(new Error(`ended without saying ${pattern}:\n${stderr}`)))
      }),
  }
}

export function runCli(args: readonly string[], options: CliOptions): Promise<CliResult> {
  return startCli(args, options).result
}

/** A folder that is gone after the callback. */
export async function inTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'sla-harness-test-'))
  try {
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const LEFT_AFTER_SECONDS = 10

// A child whose parent was killed hears of it a moment later: on a busy machine that takes seconds.
async function leftBehind(mark: string): Promise<string[]> {
  for (let waited = 0; waited < LEFT_AFTER_SECONDS && processesMarked(mark).length > 0; waited += 0.1)
    await new Promise((resolve) => setTimeout(resolve, 100))
  return processesMarked(mark)
}

/** A child inherits the mark in its environment, also when its parent is gone. */
export function processesMarked(mark: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const marked = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(mark)
        return marked ? [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')] : []
      } catch {
        return []
      }
    })
}

function withoutHarnessVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('SLA_HARNESS_')))
}
