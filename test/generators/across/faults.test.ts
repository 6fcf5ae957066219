// What may go wrong between a coordinator and its generators, done to real processes over a real broker. In each case every
// request of the schedule is accounted for, the cause is named, nothing hangs, and nothing is left behind.

import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, type TestContext } from 'vitest'
import { judgeRun } from '../../../analysis/judge-run.ts'
import { systemClock } from '../../../core/clock.ts'
import type { Report } from '../../../core/report/report.ts'
import { ALIVE_SECONDS } from '../../../generators/liveness/alive-seconds.ts'
import { GENERATOR_SILENT_SECONDS } from '../../../generators/liveness/silence-watch.ts'
import { FIT_GENERATOR } from '../../analysis/support/load-of.ts'
import { runRecordOf } from '../../analysis/support/run-record-of.ts'
import { ChaosServer } from '../../support/chaos-server.ts'
import { requestTemplate } from '../../support/load-plan.ts'
import { NatsServer } from '../../support/nats-server.ts'
import { describeReal } from '../../support/real-programs.ts'
import { inTemporaryFolder, runCli, startCli } from '../../support/run-cli.ts'
import {
  endOf,
  FaultBench,
  generatorFolders,
  isBalanced,
  lossesOf,
  PLANNED,
  RATE,
  SECONDS,
  totalOf,
} from './fault-bench.ts'

const LONG = `name: long
question: What is left of it?
target: { url: 'URL' }
request: { path: /ok, headers: { Authorization: 'Bearer \${SECRET}' } }
load: { arrivals: constant, phases: [{ name: go, for: 60s, rate: ${RATE} }] }
sla: [p95 < 10s]
`

/** A cause is named within 2 s; a busy machine runs late. */
const GENEROUS_SECONDS = 6

it('a generator that falls silent is found lost within 2 s', () => {
  expect(GENERATOR_SILENT_SECONDS + 2 * ALIVE_SECONDS).toBeLessThanOrEqual(2)
})

describeReal('over a broker', ['nats-server'], ({ 'nats-server': binary }) => {
  let broker: NatsServer
  const folders = generatorFolders()

  beforeAll(async () => {
    broker = await NatsServer.start(binary)
  })
  afterAll(async () => {
    await broker.stop()
    expect(generatorFolders().filter((name) => !folders.includes(name))).toEqual([])
  })

  const bench = ({ onTestFinished }: TestContext, server = broker) =>
    new FaultBench(server, (clean) => onTestFinished(async () => void (await clean())))

  // The longest of all begins first: the others run beside it.
  it.concurrent('the coordinator is killed: its generators stop by themselves, and what they delivered is judged', async (context) => {
    const own = bench(context)
    const service = await new ChaosServer().start()
    context.onTestFinished(() => service.kill())
    await inTemporaryFolder(async (cwd) => {
      const options = { cwd, env: { SLA_HARNESS_NATS_TOKEN: broker.token, SECRET: 'secret-of-the-scenario' } }
      await writeFile(join(cwd, 'long.yaml'), LONG.replace('URL', service.url))
      const [a, b] = await own.startGenerators('orphaned')
      const args = ['scenario', 'long.yaml', '--generators', '2', '--join', broker.url, '--run', 'orphaned']
      const coordinator = startCli([...args, '--no-preflight'], options)
      context.onTestFinished(() => void coordinator.process.kill('SIGKILL'))
      await untilTrue(() => service.requests.length >= 2 * RATE)
      const askedSeconds = systemClock.nowSeconds()
      const early = await runCli(['collect', 'orphaned', '--join', broker.url], options)
      const earlySeconds = systemClock.nowSeconds() - askedSeconds
      expect(early.code).toBe(2)
      expect(early.stderr).toContain('run orphaned: expected one whose coordinator died, got one that is led')

      coordinator.process.kill('SIGKILL')
      await coordinator.result
      const collectSeconds = systemClock.nowSeconds()
      const endedSeconds = Promise.all([a.result, b.result]).then(() => systemClock.nowSeconds())
      const { code, stdout, stderr, leftBehind } = await runCli(
        ['collect', 'orphaned', '--join', broker.url, '--keep', '--json'],
        options,
      )
      expect({ code, leftBehind }).toEqual({ code: 3, leftBehind: [] })
      // A busy machine may have taken longer to start this than the generators went on, which is five seconds.
      if ((await endedSeconds) - collectSeconds > 2 * earlySeconds)
        expect(stderr).toContain('waiting for its generators')
      const report: Report = JSON.parse(stdout)
      const { offered, completed, unfinished, lost } = report.load.total
      expect(report.run).toMatchObject({
        interrupted: true,
        collected: { missing: ['preflight', 'clocks'], lateMessages: 0 },
      })
      expect({ verdict: report.verdict, lost, ended: completed + unfinished }).toEqual({
        verdict: 'inconclusive',
        lost: 0,
        ended: offered,
      })
      for (const generator of [a, b]) {
        expect(endOf(await generator.result)).toEqual({ code: 2, leftBehind: [] })
        expect(generator.saidSoFar()).toContain('nothing was heard of the coordinator any more: stopped')
      }
      // Nothing was sent after they had stopped, and all that was sent is in the report.
      expect(service.requests.length).toBeLessThanOrEqual(offered)
      expect(service.requests.length).toBeGreaterThanOrEqual(completed)
      expect(JSON.stringify(service.requests[0])).toContain('secret-of-the-scenario')
      expect(await own.keptText('orphaned')).not.toContain('secret-of-the-scenario')

      // The broker kept it: it comes to the same again, and is forgotten then.
      const again = await runCli(['collect', 'orphaned', '--join', broker.url, '--json'], options)
      const { run: _, ...same } = report
      const { run: __, ...second } = JSON.parse(again.stdout)
      expect(second).toEqual(JSON.parse(JSON.stringify(same)))
      expect(await own.hasStream('orphaned')).toBe(false)
      const gone = await runCli(['collect', 'orphaned', '--join', broker.url], options)
      expect(gone.code).toBe(2)
      expect(gone.stderr).toContain('run orphaned: expected one whose results')
    })
  })

  it.concurrent('one generator is killed; another run on the same broker does not notice', async (context) => {
    const own = bench(context)
    const [[, b]] = await Promise.all([own.startGenerators('killed'), own.startGenerators('beside')])
    const [killed, beside] = await Promise.all([own.lead({ run: 'killed' }), own.lead({ run: 'beside' })])
    await killed.reached(1)
    const killedSeconds = systemClock.nowSeconds()
    b.signal('SIGKILL')
    const noticed = await killed.lost
    expect(noticed).toMatchObject({
      generator: 1,
      reason: 'nothing was heard of it for 1.5 s',
    })
    expect(noticed.atSeconds - killedSeconds).toBeLessThan(GENEROUS_SECONDS)
    const [result, other] = await Promise.all([own.end(killed), own.end(beside)])

    const { offered, completed, lost } = totalOf(result)
    expect({ offered, ended: completed + lost }).toEqual({ offered: PLANNED, ended: PLANNED })
    // What was its turn from then on: half of the schedule's rest.
    const dueAfter = (RATE / 2) * (SECONDS - (killedSeconds - killed.epochSeconds()))
    expect(dueAfter).toBeGreaterThan(0)
    expect(lost).toBeGreaterThan(dueAfter - 1)
    expect(isBalanced(result)).toBe(true)
    expect(lossesOf(result)).toMatchObject([
      {
        ...{ generator: 2, generators: 2, machine: { name: 'killed-b' } },
        ...{ reason: noticed.reason, lost, cutPhases: [0] },
      },
    ])
    // What it had sent and not reported reached the service all the same, and nothing reached it twice.
    expect(killed.service.requests.length).toBeGreaterThanOrEqual(completed)
    expect(killed.service.requests.length).toBeLessThanOrEqual(offered)
    expect(totalOf(other)).toMatchObject({ offered: PLANNED, completed: PLANNED, lost: 0 })
    expect(beside.service.requests).toHaveLength(PLANNED)
    expect(other.problems).toEqual([])
  })

  it.concurrent('one generator of a closed loop is killed: what its users waited for is lost, and what was over is judged', async (context) => {
    const own = bench(context)
    const [, b] = await own.startGenerators('crowd')
    const traffic = { kind: 'closed', users: 8, thinkSeconds: 0 } as const
    const phases = [
      { name: 'calm', durationSeconds: 1.2, measured: true, traffic },
      { name: 'rush', durationSeconds: 3, measured: true, traffic },
    ]
    const requests = [requestTemplate({ path: '/slow/300' })]
    const led = await own.lead({ run: 'crowd', plan: { phases, requests } })
    await led.reached(2.5)
    b.signal('SIGKILL')
    const { reason } = await led.lost
    const result = await own.end(led)

    // Each of its users waited for one answer when it reported last. What they would have sent then, nobody knows.
    const { offered, completed, lost } = totalOf(result)
    expect(offered).toBe(completed + lost)
    expect(isBalanced(result)).toBe(true)
    expect(lost).toBeGreaterThan(0)
    expect(lost).toBeLessThanOrEqual(4)
    expect(led.service.requests.length).toBeGreaterThanOrEqual(offered)
    expect(lossesOf(result)).toMatchObject([{ generator: 2, generators: 2, reason, lost, cutPhases: [1] }])
    const sla = ['errors < 40%', 'errors < 40% during calm', 'p50 < 100ms during calm', 'p50 < 100ms during rush']
    // How busy this machine was is no part of what is judged here.
    const load = { ...result, generator: FIT_GENERATOR, generators: [] }
    const judged = (objectives: readonly string[]) => judgeRun(runRecordOf({ load, sla: objectives }))
    expect(judged(sla).sla.map(({ finding, doubt }) => [finding, doubt])).toEqual([
      ['inconclusive', 'generator-lost'],
      ['pass', undefined],
      ['fail', undefined],
      ['inconclusive', 'generator-lost'],
    ])
    expect([judged(sla).verdict, judged(sla.slice(0, 2)).verdict]).toEqual(['fail', 'inconclusive'])
    expect(judged(sla.slice(0, 2)).headline).toMatch(
      /^Undecided: Generator 2 of 2 \(crowd-b on \S+\) was lost: nothing was heard/,
    )
  })

  it.concurrent('a generator is stopped and continued before its loss is declared: late, and nothing is lost', async (context) => {
    const own = bench(context)
    const pausedRun = async (attempt: number) => {
      const run = `paused-${attempt}`
      const [, b] = await own.startGenerators(run)
      const led = await own.lead({ run })
      await led.reached(1)
      const stoppedSeconds = systemClock.nowSeconds()
      b.signal('SIGSTOP')
      await systemClock.sleep(0.6)
      b.signal('SIGCONT')
      return {
        b,
        led,
        stoppedSeconds,
        pauseSeconds: systemClock.nowSeconds() - stoppedSeconds,
        result: await own.end(led),
      }
    }
    let paused = await pausedRun(1)
    // A busy machine may leave it without a core until its loss is declared, never sooner: then it is paused again.
    for (let attempt = 2; paused.led.noticed.length > 0 && attempt <= 4; attempt++) {
      for (const { atSeconds } of paused.led.noticed)
        expect(atSeconds - paused.stoppedSeconds).toBeGreaterThan(GENERATOR_SILENT_SECONDS - 2 * ALIVE_SECONDS)
      paused = await pausedRun(attempt)
    }
    const { b, led, pauseSeconds, result } = paused
    expect(totalOf(result)).toMatchObject({ offered: PLANNED, completed: PLANNED, lost: 0 })
    expect(led.service.requests).toHaveLength(PLANNED)
    expect(lossesOf(result)).toEqual([])
    const late = result.generators?.[1]?.sendLag.maxSeconds ?? 0
    expect(late).toBeGreaterThan(pauseSeconds / 2)
    expect(endOf(await b.result)).toEqual({ code: 0, leftBehind: [] })
  })

  it.concurrent('a generator is stopped, and continued after its loss was declared: it does not go on, and nothing late is mixed in', async (context) => {
    const own = bench(context)
    const [, b] = await own.startGenerators('stopped')
    const led = await own.lead({ run: 'stopped' })
    await led.reached(1)
    b.signal('SIGSTOP')
    await led.lost
    b.signal('SIGCONT')
    await b.said(/the run goes on without this generator/)
    expect(endOf(await b.result)).toEqual({ code: 2, leftBehind: [] })
    const sent = led.service.requests.length
    const result = await own.end(led)
    const { offered, completed, lost } = totalOf(result)
    expect({ offered, ended: completed + lost }).toEqual({ offered: PLANNED, ended: PLANNED })
    const [loss] = lossesOf(result)
    expect(loss).toMatchObject({ generator: 2, lost, cutPhases: [0] })
    expect(loss?.atSeconds).toBeLessThan(2.5)
    expect(sent).toBeLessThanOrEqual(led.service.requests.length)
    expect(led.service.requests.length).toBeLessThanOrEqual(offered)
  })

  it.concurrent('a generator that is too slow says so of itself', async (context) => {
    const own = bench(context)
    const [, b] = await own.startGenerators('slow')
    const led = await own.lead({ run: 'slow' })
    const over = new AbortController()
    const slowed = (async () => {
      while (!over.signal.aborted) {
        b.signal('SIGSTOP')
        await systemClock.sleep(0.25, over.signal)
        b.signal('SIGCONT')
        await systemClock.sleep(0.15, over.signal)
      }
    })()
    const result = await led.load.result
    over.abort()
    await slowed
    b.signal('SIGCONT')
    await own.end(led)
    expect(totalOf(result)).toMatchObject({ offered: PLANNED, lost: 0 })
    expect(result.generators?.[1]?.sendLag.maxSeconds).toBeGreaterThan(0.1)
  })

  it.concurrent('the broker refuses results, because it is full: the generators are lost for that reason', async (context) => {
    const own = bench(context)
    const generators = await own.startGenerators('full')
    const led = await own.lead({ run: 'full' })
    await led.reached(1)
    await own.shrinkStream('full')
    const noticed = await led.lost
    expect(noticed.reason).toMatch(/^the broker does not take results: maximum bytes exceeded/)
    const result = await own.end(led)
    const { offered, completed, lost } = totalOf(result)
    expect(completed + lost).toBe(offered)
    expect(lost).toBeGreaterThan(0)
    expect(
      lossesOf(result)
        .map(({ machine }) => machine?.name)
        .sort(),
    ).toEqual(['full-a', 'full-b'])
    for (const generator of generators) expect(endOf(await generator.result)).toMatchObject({ leftBehind: [] })
  })

  it.concurrent('a generator joins late, and another one twice', async (context) => {
    const own = bench(context)
    const [first, leading] = [await own.startGenerator('twin', 'late'), own.lead({ run: 'late' })]
    await systemClock.sleep(0.5)
    const second = await own.startGenerator('twin', 'late')
    const led = await leading
    await led.reached(1)
    // The run has its generators: a third one is told so, and ends.
    const third = await own.startGenerator('twin', 'late')
    // Whoever comes after the run has ended waits for the next one of its name: so the end waits for the answer.
    const refused = await third.result
    const result = await own.end(led)
    expect(totalOf(result)).toMatchObject({ offered: PLANNED, completed: PLANNED })
    expect(led.service.requests).toHaveLength(PLANNED)
    expect(result.generators?.map(({ requests, lost }) => [requests, lost])).toEqual(Array(2).fill([PLANNED / 2, null]))
    for (const { result: ended } of [first, second]) expect(endOf(await ended)).toEqual({ code: 0, leftBehind: [] })
    expect(refused.stderr).toContain(
      'run late has its 2 generators already (twin and twin (2)), and goes on without this one',
    )
    expect(endOf(refused)).toEqual({ code: 2, leftBehind: [] })
  })

  it.concurrent('a wrong token is named, with where to put the right one', async () => {
    const wrong = { cwd: tmpdir(), env: { SLA_HARNESS_NATS_TOKEN: 'another-token' } }
    const ends = await Promise.all([
      runCli(['generator', '--join', broker.url], wrong),
      runCli(['scenario', 'steady', '--generators', '1', '--join', broker.url], wrong),
    ])
    for (const { code, stderr, leftBehind } of ends) {
      expect({ code, leftBehind }).toEqual({ code: 2, leftBehind: [] })
      expect(stderr).toMatch(/expected a broker that lets in the token of SLA_HARNESS_NATS_TOKEN, got/)
      expect(stderr).not.toContain('another-token')
    }
  })

  it.concurrent.for([
    { broken: 'killed and started again', away: (it: NatsServer) => it.kill(), back: (it: NatsServer) => it.start() },
    // Its connections stand, and nobody is heard over them for longer than a generator may be silent.
    { broken: 'stopped and continued', away: (it: NatsServer) => it.pause(), back: (it: NatsServer) => it.continue() },
  ])('the broker is $broken: results wait for it, and none is lost', async ({ away, back }, context) => {
    const brittle = await NatsServer.start(binary)
    context.onTestFinished(() => brittle.stop())
    const own = bench(context, brittle)
    await own.startGenerators('outage')
    const led = await own.lead({ run: 'outage' })
    await led.reached(0.5)
    await away(brittle)
    await untilTrue(() => led.lines.includes('the broker is away; results wait for it at the generators'))
    await systemClock.sleep(0.8)
    await back(brittle)
    const result = await own.end(led)
    expect(totalOf(result)).toMatchObject({ offered: PLANNED, completed: PLANNED, lost: 0 })
    expect(led.service.requests).toHaveLength(PLANNED)
    expect(result.problems).toMatchObject([{ kind: 'broker-away', times: 1, isBack: true }])
  })
})

async function untilTrue(condition: () => boolean): Promise<void> {
  const deadline = systemClock.nowSeconds() + 30
  while (!condition()) {
    if (systemClock.nowSeconds() > deadline) throw new Error('waited in vain')
    await systemClock.sleep(0.05)
  }
}
