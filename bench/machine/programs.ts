// Programs of others, and on which core they run.

import { execFile, execFileSync, type SpawnOptions, spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { hasTwoCores } from './machine.ts'

export const GENERATOR_CORE = 0
export const SERVICE_CORE = 1

const found = new Map<string, boolean>()

export function hasProgram(name: string): boolean {
  const known = found.get(name) ?? isInPath(name)
  found.set(name, known)
  return known
}

function isInPath(name: string): boolean {
  try {
    execFileSync('which', [name], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** The command, on this core alone where there are two and `taskset` can say so. */
export function pinned(core: number, command: readonly string[]): string[] {
  return hasTwoCores && hasProgram('taskset') ? ['taskset', '-c', `${core}`, ...command] : [...command]
}

export interface Outcome {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number | null
  readonly seconds: number
}

/** Runs a program to its end. */
export async function outcomeOf(command: readonly string[], options: SpawnOptions = {}): Promise<Outcome> {
  const [program = '', ...args] = command
  const startedMs = performance.now()
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  const exit = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), exit])
  return { stdout, stderr, exitCode, seconds: (performance.now() - startedMs) / 1e3 }
}

/** @throws Error if it did not end with 0 */
export async function outputOf(command: readonly string[]): Promise<string> {
  const { stdout, stderr, exitCode } = await outcomeOf(command)
  if (exitCode !== 0)
    throw new Error(
      `${command.join(' ')}: exit code ${exitCode}: ${/^\w*Error.*$/m.exec(stderr)?.[0] ?? stderr.trim().slice(-300)}`,
    )
  return stdout
}

const VERSIONS: Readonly<Record<string, readonly string[]>> = {
  wrk: ['-v'],
  hey: [],
  h2load: ['--version'],
  ab: ['-V'],
  nginx: ['-v'],
  cc: ['--version'],
  valgrind: ['--version'],
  perf: ['--version'],
}

/** The peers that are installed, with what they say of their version. */
export async function installedPrograms(): Promise<{ readonly name: string; readonly version: string | null }[]> {
  return Promise.all(
    Object.entries(VERSIONS).map(async ([name, flags]) => {
      if (!hasProgram(name)) return { name, version: null }
      return { name, version: await versionOf(name, flags) }
    }),
  )
}

/** The Debian package's where the program says none of itself. */
async function versionOf(name: string, flags: readonly string[]): Promise<string> {
  const said = flags.length === 0 ? '' : await everythingSaid(name, flags)
  const own = /\d+\.\d+[\w.]*/.exec(said.split('\n')[0] ?? '')?.[0]
  if (own) return own
  // The package's name, a tab, its version.
  const packaged = await everythingSaid('dpkg-query', ['-W', name])
  return packaged.split('\t')[1] ?? 'installed'
}

function everythingSaid(name: string, flags: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(name, [...flags], (_error, stdout, stderr) => resolve(`${stdout}${stderr}`.trim()))
  })
}
