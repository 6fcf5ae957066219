// The guard with small shell programs in place of the real ones. What counts: nothing is left behind, however it ends.

import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { compiledEntry } from '../../../../core/compiled-entry.ts'
import { type GuardedPrograms, guardPrograms } from '../../../../prometheus/local/programs/guard-programs.ts'
import { exitInBrief, exitInFull } from '../../../../prometheus/local/programs/program-exit.ts'

const opened: GuardedPrograms[] = []
const harnesses: ChildProcess[] = []
afterEach(async () => {
  for (const harness of harnesses.splice(0)) harness.kill('SIGKILL')
  await Promise.all(opened.splice(0).map((programs) => programs.stop()))
})

async function open(killAfterSeconds?: number): Promise<GuardedPrograms> {
  const programs = await guardPrograms(killAfterSeconds)
  opened.push(programs)
  return programs
}

const shell = (name: string, script: string) => ({ name, file: '/bin/sh', arguments: ['-c', script] })
const sleeper = (name = 'sleeper') => shell(name, 'echo pid=$$ >&2; exec sleep 60')
/** It ends only by force. */
const stubborn = shell('stubborn', 'trap "" TERM; echo pid=$$ >&2; while :; do sleep 1; done')

/** A process that has ended, though nobody has asked how yet, is not alive. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return statusOf(pid)?.[0] !== 'Z'
  } catch {
    return false
  }
}

/** State, parent, group, session; undefined where there is no /proc. */
function statusOf(pid: number): readonly string[] | undefined {
  const file = `/proc/${pid}/stat`
  return existsSync('/proc/self/stat')
    ? readFileSync(file, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ')
    : undefined
}

async function hasExited(pid: number): Promise<boolean> {
  for (let i = 0; i < 300 && isAlive(pid); i++) await delay(50)
  return !isAlive(pid)
}

describe('a guarded program', () => {
  it('has its log read line by line', async () => {
    const program = (await open()).run(shell('speaker', 'echo starting >&2; echo "port=4711 ready" >&2; sleep 60'))
    expect((await program.line(/port=(\d+)/))[1]).toBe('4711')
  })

  it('reports how it exited, with its last log lines', async () => {
    const program = (await open()).run(shell('failing', 'echo "no such flag" >&2; exit 3'))
    const exit = await program.exited
    expect(exit).toEqual({ program: 'failing', how: 'exited with code 3', lastLines: ['no such flag'] })
    expect(exitInBrief(exit)).toBe('failing exited with code 3')
    expect(exitInFull(exit)).toBe('failing exited with code 3; its last log lines:\nno such flag')
    await expect(program.line(/ready/)).rejects.toThrow('failing exited with code 3')
  })

  it('rejects the wait for a line that never comes', async () => {
    const program = (await open()).run(shell('silent', 'exit 0'))
    await expect(program.line(/ready/)).rejects.toThrow('silent exited with code 0')
  })

  it('reports that it could not be started', async () => {
    const program = (await open()).run({ name: 'absent', file: '/does/not/exist', arguments: [] })
    expect(exitInFull(await program.exited)).toBe('absent could not be started: spawn /does/not/exist ENOENT')
  })

  it.runIf(existsSync('/proc/self/stat'))('runs on when the terminal interrupts', async () => {
    const programs = await open()
    const pid = Number((await programs.run(sleeper()).line(/pid=(\d+)/))[1])
    expect(statusOf(pid)?.[3]).not.toBe(statusOf(process.pid)?.[3])
  })
})

describe('the guard', () => {
  it('stops every program and removes the folder', async () => {
    const programs = await open()
    const pids = await Promise.all(
      ['one', 'two'].map(async (name) => Number((await programs.run(sleeper(name)).line(/pid=(\d+)/))[1])),
    )
    expect(existsSync(programs.folder)).toBe(true)
    await programs.stop()
    expect(pids.map(isAlive)).toEqual([false, false])
    expect(existsSync(programs.folder)).toBe(false)
    await programs.stop()
  })

  it('stops what a wrapper script started', async () => {
    const programs = await open()
    const program = programs.run(shell('wrapper', 'sleep 60 & echo pid=$! >&2; wait'))
    const pid = Number((await program.line(/pid=(\d+)/))[1])
    await programs.stop()
    expect(await hasExited(pid)).toBe(true)
  })

  it('kills a program that ignores SIGTERM', async () => {
    const programs = await open(0.5)
    const program = programs.run(stubborn)
    const pid = Number((await program.line(/pid=(\d+)/))[1])
    await programs.stop()
    expect(isAlive(pid)).toBe(false)
  })

  it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
    'kills the programs at once when the harness exits by %s',
    { timeout: 30_000 },
    async (signal) => {
      const harness = await startHarness()
      expect(isAlive(harness.program)).toBe(true)
      harness.process.kill(signal)
      expect(await hasExited(harness.program)).toBe(true)
      expect(await hasExited(harness.guard)).toBe(true)
      expect(existsSync(harness.folder)).toBe(false)
    },
  )

  it('kills the programs at once when the harness throws', { timeout: 30_000 }, async () => {
    const harness = await startHarness('throw new Error("a defect")')
    expect(await hasExited(harness.program)).toBe(true)
    expect(await hasExited(harness.guard)).toBe(true)
    expect(existsSync(harness.folder)).toBe(false)
  })
})

interface Harness {
  readonly process: ChildProcess
  readonly program: number
  readonly guard: number
  readonly folder: string
}

/** A process that starts a guarded program, which ends only by force and may take its time, and then does as told. */
async function startHarness(then = ''): Promise<Harness> {
  const module = JSON.stringify(compiledEntry('development/guard-programs'))
  const script = `
    const { guardPrograms } = await import(${module})
    const programs = await guardPrograms(60)
    const log = programs.run(${JSON.stringify(shell('stubborn', 'trap "" TERM; echo pid=$$ parent=$PPID >&2; while :; do sleep 1; done'))})
    const [, program, guard] = await log.line(/pid=(\\d+) parent=(\\d+)/)
    process.stdout.write(JSON.stringify({ program: Number(program), guard: Number(guard), folder: programs.folder }) + '\\n')
    ${then}`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'ignore'] })
  harnesses.push(child)
  for await (const line of createInterface({ input: child.stdout })) return { process: child, ...JSON.parse(line) }
  throw new Error('the harness ended without a word')
}
