// A coordinator and its generators over a real broker: who works for whom, what they are given, and what is left behind.

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { DataScan } from '../../../core/data/data-scan.ts'
import type { PlannedData } from '../../../core/data/data-set.ts'
import { runLoad } from '../../../load/run-load.ts'
import { ChaosServer } from '../../support/chaos-server.ts'
import { loadPlan, openPhase, requestTemplate } from '../../support/load-plan.ts'
import { NatsServer } from '../../support/nats-server.ts'
import { describeReal } from '../../support/real-programs.ts'
import { coordinate, startAgent, type TestAgent } from '../across/agents.ts'

const HOOKS = { onEpoch: () => {}, beforeMeasured: null, onPhaseStart: () => {}, onProgress: () => {} }

describeReal('a coordinator', ['nats-server'], (binaries) => {
  let server: NatsServer
  let folder: string
  const agents: TestAgent[] = []

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'coordinator-'))
    server = await NatsServer.start(binaries['nats-server'])
    for (const name of ['b', 'a', 'c']) agents.push(startAgent(server, name))
  })
  afterAll(async () => {
    const ends = await Promise.all(agents.map((agent) => agent.stop()))
    await server.stop()
    rmSync(folder, { recursive: true })
    expect(ends).toEqual(['interrupted', 'interrupted', 'interrupted'])
  })

  it('takes as many generators as it needs, each of them once, and lets them go', async () => {
    const first = await coordinate(server, { run: 'first', generators: 2 })
    const second = await coordinate(server, { run: 'second', generators: 1 })
    expect([...first.agents, ...second.agents].map(({ name }) => name).sort()).toEqual(['a', 'b', 'c'])
    const third = coordinate(server, { run: 'third', generators: 3 })
    await first.close()
    await second.close()
    const waited = await third
    expect(waited.agents.map(({ name }) => name)).toEqual(['a', 'b', 'c'])
    await waited.close()
  })

  it('holds none while there are too few, and says who was there', async () => {
    const refused = expect(coordinate(server, { run: 'greedy', generators: 4, patienceSeconds: 1 })).rejects.toThrow(
      /expected 4 generators within 1 s, got .*\nStart them .*: sla-harness generator --join <the same broker>$/,
    )
    // It gets its generators although another one wants them all.
    const modest = await coordinate(server, { run: 'modest', generators: 3 })
    await refused
    await modest.close()
  })

  it('takes those first that are there for its run alone, which end with it', async () => {
    const own = startAgent(server, 'own', { run: 'of-its-own' })
    const coordinator = await coordinate(server, { run: 'of-its-own', generators: 4 })
    expect(coordinator.agents.map(({ name }) => name)).toEqual(['own', 'a', 'b', 'c'])
    await coordinator.close()
    expect(await own.ended).toBe('released')
  })

  it('ends where it is interrupted while it waits', async () => {
    const signal = AbortSignal.timeout(300)
    await expect(coordinate(server, { run: 'never', generators: 9, signal })).rejects.toThrow('got none')
  })

  it('says while it waits who is there for somebody else, and that the broker is away', async () => {
    const broker = await NatsServer.start(binaries['nats-server'])
    const agent = startAgent(broker, 'd', { run: 'nightly-2' })
    const lines: string[] = []
    const stop = new AbortController()
    const waiting = coordinate(broker, { run: 'nightly-1', signal: stop.signal, say: (line) => lines.push(line) })
    const ended = expect(waiting).rejects.toThrow('got none')
    const none = 'waiting for 1 generator: none there so far; d is there for run nightly-2'
    await vi.waitFor(() => expect(lines).toEqual([none]), 8000)
    await broker.kill()
    await vi.waitFor(() => expect(lines).toEqual([none, `the broker at ${broker.url} is away; waiting for it`]), 8000)
    await broker.start()
    await vi.waitFor(() => expect(lines[2]).toBe(`the broker at ${broker.url} is back`), 8000)
    stop.abort()
    await ended
    await agent.stop()
    await broker.stop()
  })

  it('does not begin a run under a name that another has, and leaves nothing of one that has ended', async () => {
    const [one, other] = [await coordinate(server, { run: 'twice' }), await coordinate(server, { run: 'twice-2' })]
    await one.begin('twice', 1)
    await expect(other.begin('twice', 1)).rejects.toThrow('--run twice: expected a name that no run')
    await one.close()
    await other.begin('twice', 1)
    await other.close()
  })

  it('gives generators the data files of a run, each row to one of them, and they keep none', async ({
    onTestFinished,
  }) => {
    // Of this test alone: others run beside it.
    vi.stubEnv('TMPDIR', folder)
    onTestFinished(() => void vi.unstubAllEnvs())
    const service = await new ChaosServer().start()
    const data = largeData(join(folder, 'users.csv'), 60_000)
    const coordinator = await coordinate(server, { run: 'files', generators: 2 })
    await coordinator.begin('files', 1)
    const plan = loadPlan(service.url, {
      data: [data],
      requests: [requestTemplate({ path: `/ok/$${'{users.name}'}`, varies: true })],
      phases: [openPhase({ rate: 100, durationSeconds: 0.2 })],
      workers: 2,
    })
    const running = runLoad(plan, HOOKS, coordinator.links(true))
    const { problems } = await running.result
    await coordinator.close()
    await service.kill()
    expect(problems).toEqual([])
    const names = service.requests.map(({ path }) => path.split('/')[2])
    expect(names.sort()).toEqual(Array.from({ length: 20 }, (_, row) => nameOf(row)).sort())
    await vi.waitFor(() => expect(readdirSync(folder)).toEqual(['users.csv']), 10_000)
  })

  it('needs a broker with JetStream', async () => {
    const plain = await NatsServer.start(binaries['nats-server'], { jetstream: false })
    const agent = startAgent(plain, 'd')
    const coordinator = await coordinate(plain)
    await expect(coordinator.begin('plain', 1)).rejects.toThrow('expected a broker with JetStream')
    await coordinator.close()
    await agent.stop()
    await plain.stop()
  })
})

function nameOf(row: number): string {
  return `user-${row}-${'x'.repeat(30)}`
}

/** A data set that is read from its file while the run goes on. */
function largeData(file: string, rows: number): PlannedData {
  const bytes = Buffer.from(`name\n${Array.from({ length: rows }, (_, row) => `${nameOf(row)}\n`).join('')}`)
  writeFileSync(file, bytes)
  const scan = new DataScan('csv', [])
  scan.push(bytes)
  const { columns, blocks } = scan.end()
  return {
    name: 'users',
    order: 'once',
    format: 'csv',
    columns,
    rows,
    source: { kind: 'file', file, blocks },
    usedBy: [true],
  }
}
