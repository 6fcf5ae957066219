import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../../core/clock.ts'
import { compiledEntry } from '../../../core/compiled-entry.ts'
import { boundedCount } from '../../../core/latency/latency-counts.ts'
import { allObservations } from '../../../core/run/exact-record.ts'
import { UserError } from '../../../core/user-error.ts'
import { launchServer, type ServerProcess } from '../../../server/process/launch-server.ts'
import { ServerExitedError } from '../../../server/process/server-exited-error.ts'
import type { ServerOptions } from '../../../server/server-options.ts'
import { behaviour, call, metric, options, untilArrived } from '../loopback.ts'

async function launched(changes: Partial<ServerOptions> = {}): Promise<ServerProcess> {
  const server = await launchServer(options(changes))
  onTestFinished(() => server.stop())
  return server
}

const portOf = (url: string) => Number(new URL(url).port)

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('launchServer', () => {
  it('serves from a process of its own, which accepts faults and gives its record', async () => {
    const server = await launched()
    expect(server.pid).not.toBe(process.pid)
    await call(`${server.apiUrl}/predict`)
    const zeroSeconds = systemClock.nowSeconds()
    await server.beginRecord(zeroSeconds)
    await server.setFaults([{ kind: 'errors', share: 1 }])
    expect((await call(`${server.apiUrl}/predict`)).status).toBe(500)
    await server.setFaults([])
    expect((await call(`${server.apiUrl}/predict`)).status).toBe(200)
    const record = await server.collectRecord()
    expect(boundedCount(allObservations(record))).toBe(2)
    expect(await metric(server, 'model_latency_seconds_count')).toBe(3)
    // The same monotonic axis in both processes.
    const runSeconds = systemClock.nowSeconds() - zeroSeconds
    for (const { second } of record.seconds) {
      expect(second).toBeGreaterThanOrEqual(0)
      expect(second).toBeLessThanOrEqual(runSeconds)
    }
  })

  it('answers what is in flight when it stops, stops once, and leaves no process', async () => {
    const server = await launched({ behaviour: behaviour({ kind: 'constant', seconds: 0.2 }) })
    const inService = call(`${server.apiUrl}/predict`)
    await untilArrived(server, 1)
    await Promise.all([server.stop(), server.stop()])
    expect((await inService).status).toBe(200)
    await server.stop()
    expect(await server.exited).toEqual({ code: 0, signal: null })
    expect(isAlive(server.pid)).toBe(false)
    await expect(server.collectRecord()).rejects.toThrow('the model server was stopped')
  })

  it('rejects a pending call with how the process ended', async () => {
    const server = await launched()
    await server.beginRecord(systemClock.nowSeconds())
    process.kill(server.pid, 'SIGSTOP')
    const pending = server.collectRecord()
    const rejected = expect(pending).rejects.toThrow('the model server was ended by SIGKILL')
    process.kill(server.pid, 'SIGKILL')
    await rejected
    await expect(server.setFaults([])).rejects.toThrow(ServerExitedError)
    expect(await server.exited).toEqual({ code: null, signal: 'SIGKILL' })
    await server.stop()
  })

  it('starts on the ports of a server that was killed', async () => {
    const first = await launched()
    process.kill(first.pid, 'SIGKILL')
    await first.exited
    const again = await launched({ apiPort: portOf(first.apiUrl), metricsPort: portOf(first.metricsUrl) })
    expect([again.apiUrl, again.metricsUrl]).toEqual([first.apiUrl, first.metricsUrl])
    expect((await call(`${again.apiUrl}/predict`)).status).toBe(200)
  })

  it('passes on a taken port as a UserError', async () => {
    const first = await launched()
    const attempt = launched({ apiPort: portOf(first.apiUrl) })
    await expect(attempt).rejects.toThrow(UserError)
    await expect(attempt).rejects.toThrow(`port ${portOf(first.apiUrl)} on 127.0.0.1 is taken: stop what listens there`)
  })

  it('passes on an impossible behaviour, but not as a UserError', async () => {
    const attempt = launched({ behaviour: behaviour({ kind: 'constant', seconds: -1 }) })
    await expect(attempt).rejects.toThrow('the model server: constant: expected 0 s or more, got -1')
    await expect(attempt).rejects.not.toThrow(UserError)
  })

  it('shows the end of stderr of a process that exited before it listened', async () => {
    process.env.NODE_OPTIONS = '--no-such-flag'
    onTestFinished(() => void delete process.env.NODE_OPTIONS)
    await expect(launched()).rejects.toThrow(
      /^the model server exited with code 9; the end of its stderr:\n.*--no-such-flag/s,
    )
  })

  it('ignores a Ctrl-C that reaches the whole process group, and ends on SIGTERM', async () => {
    const server = await launched()
    await server.beginRecord(systemClock.nowSeconds())
    await call(`${server.apiUrl}/predict`)
    process.kill(server.pid, 'SIGINT')
    process.kill(server.pid, 'SIGINT')
    await call(`${server.apiUrl}/predict`)
    expect(boundedCount(allObservations(await server.collectRecord()))).toBe(2)
    process.kill(server.pid, 'SIGTERM')
    expect(await server.exited).toEqual({ code: 0, signal: null })
  })

  it('exits when its parent process is killed', async () => {
    const launch = options()
    const bounded = { ...launch, behaviour: { ...launch.behaviour, concurrency: 4 } }
    const script = `
      import { launchServer } from ${JSON.stringify(compiledEntry('development/launch-server'))}
      const { pid } = await launchServer(${JSON.stringify(bounded)})
      process.stdout.write(String(pid) + '\\n')`
    const parent: ChildProcess = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = (await once(parent.stdout as NonNullable<ChildProcess['stdout']>, 'data')) as [Buffer]
    const pid = Number(line)
    expect(isAlive(pid)).toBe(true)
    parent.kill('SIGKILL')
    while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 10))
  })
})
