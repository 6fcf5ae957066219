// A command that npx started, and of which nobody is left who waits for it.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { endWithNpx, type FindProcess } from '../../../commands/process/npx-parents.ts'
import { packageRoot } from '../../../core/compiled-entry.ts'
import { inTemporaryFolder, processesMarked } from '../../support/run-cli.ts'

const BY_NPX = { npm_command: 'exec', npm_lifecycle_event: 'npx' }

describe('endWithNpx', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  /** A command with process id 4, and what came before it: 3 is its shell, 2 npx, 1 the terminal's shell. */
  function command(env: NodeJS.ProcessEnv, names: readonly string[] = ['bash', 'npm exec sla-ha', 'sh']) {
    const parents = new Map(names.map((name, index) => [index + 1, { name, parent: index }]))
    const sent: string[] = []
    const started = { pid: 4, ppid: 3, env, kill: (pid: number, signal: string) => sent.push(`${signal} ${pid}`) }
    const find: FindProcess = (pid) => parents.get(pid) ?? null
    endWithNpx(started, find)
    const seen = () => {
      vi.advanceTimersByTime(5000)
      return sent
    }
    return { started, parents, seen }
  }

  it('lets a command go on whose npx waits for it', () => {
    expect(command(BY_NPX).seen()).toEqual([])
  })

  it('ends one whose shell has died', () => {
    const { started, seen } = command(BY_NPX)
    started.ppid = 1
    expect(seen()).toEqual(['SIGHUP 4'])
  })

  it('ends one whose npx was killed, while its shell waits', () => {
    const { parents, seen } = command(BY_NPX)
    parents.set(3, { name: 'sh', parent: 1 })
    expect(seen()).toEqual(['SIGHUP 4'])
  })

  it('does not look beyond npx: whoever started that may leave', () => {
    const { parents, seen } = command(BY_NPX)
    parents.set(2, { name: 'npm exec sla-ha', parent: 0 })
    parents.delete(1)
    expect(seen()).toEqual([])
  })

  it('looks at the parent alone where npx is not found', () => {
    const { started, parents, seen } = command(BY_NPX, ['systemd', 'bash', 'sh'])
    parents.set(3, { name: 'sh', parent: 1 })
    expect(seen()).toEqual([])
    started.ppid = 1
    expect(seen()).toEqual(['SIGHUP 4'])
  })

  it.each([{}, { npm_command: 'run-script', npm_lifecycle_event: 'load' }])(
    'leaves alone what npx did not start: it may be meant to outlive its parent (%o)',
    (env) => {
      const { started, seen } = command(env)
      started.ppid = 1
      expect(seen()).toEqual([])
    },
  )
})

it.concurrent.each(['SIGTERM', 'SIGKILL'] as const)('ends with npx after a %s of that', async (signal) => {
  await inTemporaryFolder(async (cwd) => {
    writeFileSync(join(cwd, 'package.json'), '{ "private": true }')
    mkdirSync(join(cwd, 'node_modules', '.bin'), { recursive: true })
    symlinkSync(packageRoot, join(cwd, 'node_modules', 'sla-harness'))
    symlinkSync(join('..', 'sla-harness', 'dist', 'cli.js'), join(cwd, 'node_modules', '.bin', 'sla-harness'))
    const mark = `SLA_HARNESS_TEST_MARK=npx-${signal}-${process.pid}`
    const env = { ...process.env, SLA_HARNESS_TEST_MARK: mark.split('=')[1] }
    const npx = spawn('npx', ['--no-install', 'sla-harness', 'server', '--port', '0', '--metrics-port', '0'], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    await Promise.race([once(npx.stdout, 'data'), once(npx.stderr, 'data')])
    expect(processesMarked(mark).join()).toContain('sla-harness server')
    npx.kill(signal)
    await vi.waitFor(() => expect(processesMarked(mark)).toEqual([]), { timeout: 20_000, interval: 100 })
  })
})
