import { describe, expect, it, type TestContext } from 'vitest'
import { systemClock } from '../../core/clock.ts'
import { boundedCount, totalCount } from '../../core/latency/latency-counts.ts'
import { describeLoadProblem } from '../../core/run/load-problem.ts'
import {
  type Accounting,
  type LoadResult,
  measuredSlots,
  slaLatencies,
  sumAccounting,
} from '../../core/run/load-result.ts'
import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import { UserError } from '../../core/user-error.ts'
import { threadLinks } from '../../load/generator/generator-links.ts'
import { type StartWorker, startWorkerThread, type WorkerLink } from '../../load/generator/start-worker.ts'
import { type LoadHooks, type LoadProgress, type RunningLoad, runLoad } from '../../load/run-load.ts'
import { nonEphemeralPorts } from '../../server/process/non-ephemeral-ports.ts'
import { ChaosServer } from '../support/chaos-server.ts'
import { loadPlan, openPhase, requestTemplate } from '../support/load-plan.ts'

/** The calls of the hooks, in order. */
interface HookCalls {
  readonly events: string[]
  readonly progress: LoadProgress[]
  epochSeconds: number
}

/** Tests run side by side: most of their time is waiting. Each has a service of its own. */
async function setUp(onTestFinished: TestContext['onTestFinished']) {
  const server = await new ChaosServer().start()
  const running: RunningLoad[] = []
  onTestFinished(async () => {
    for (const run of running) {
      run.interrupt()
      await run.result.catch(() => {})
    }
    await server.kill()
  })
  const start = (change: Partial<LoadPlan>, own: Partial<LoadHooks> = {}, startWorker?: StartWorker) => {
    const calls: HookCalls = { events: [], progress: [], epochSeconds: Number.NaN }
    const hooks: LoadHooks = { ...listeningHooks(calls), ...own }
    const run = runLoad(loadPlan(server.url, change), hooks, threadLinks(startWorker))
    running.push(run)
    return { run, calls }
  }
  return { server, start }
}

function listeningHooks(calls: HookCalls): LoadHooks {
  return {
    onEpoch: (epochSeconds) => {
      calls.events.push('epoch')
      calls.epochSeconds = epochSeconds
    },
    beforeMeasured: async () => {
      calls.events.push('before measured')
    },
    onPhaseStart: (phase) => {
      calls.events.push(`phase ${phase}`)
    },
    onProgress: (progress) => {
      calls.progress.push(progress)
    },
  }
}

const get = (path: string) => [requestTemplate({ path })]
const warmUp = openPhase({ name: 'warm-up', durationSeconds: 0.3, measured: false })
const total = (result: LoadResult) => sumAccounting(result.slots)

function expectBalanced(parts: readonly Accounting[]): void {
  for (const { offered, completed, errors, timeouts, unfinished, lost, errorKinds } of parts) {
    expect(completed + errors + timeouts + unfinished + lost).toBe(offered)
    expect(Object.values(errorKinds).reduce((sum, count) => sum + count, 0)).toBe(errors)
  }
}

describe.concurrent('a run', () => {
  it('sends what the plan says, and keeps the outcomes by the second', async ({ onTestFinished }) => {
    const { server, start } = await setUp(onTestFinished)
    const phases = [warmUp, openPhase({ name: 'a', rate: 200 }), openPhase({ name: 'b', rate: 60, durationSeconds: 1 })]
    const { run, calls } = start({ phases })
    const result = await run.result
    expectBalanced(result.slots)
    expect(total(result)).toMatchObject({ offered: 190, completed: 190, statusCodes: { 200: 190 } })
    expect(sumAccounting(measuredSlots(result)).offered).toBe(160)
    expect(sumAccounting(measuredSlots(result, 'b')).offered).toBe(60)
    expect(server.requests).toHaveLength(190)
    expect(result.completionsPerSecond.reduce((sum, count) => sum + count, 0)).toBe(190)
    expect(totalCount(slaLatencies(result.slots, 'responseTime'))).toBe(190)
    expect(boundedCount(result.generator.dispatchDelay)).toBe(160)
    expect(result).toMatchObject({ interrupted: false, problems: [], generator: { workers: 1 } })
    expect(calls.events).toEqual(['epoch', 'phase 0', 'before measured', 'phase 1', 'phase 2'])
  })

  it('reports the windows of its phases, and counts each arrival in the phase in which it was due', async ({
    onTestFinished,
  }) => {
    const { start } = await setUp(onTestFinished)
    const phases = [warmUp, openPhase({ name: 'a' }), openPhase({ name: 'b' })]
    const { phases: windows, slots, endSeconds } = await start({ phases }).run.result
    const [warm, a, b] = windows as [(typeof windows)[0], (typeof windows)[0], (typeof windows)[0]]
    expect([warm.startSeconds, warm.endSeconds, warm.measured, warm.model]).toEqual([0, 0.3, false, 'open'])
    expect(a.startSeconds).toBeGreaterThanOrEqual(0.3)
    expect([a.endSeconds - a.startSeconds, b.startSeconds - a.endSeconds]).toEqual([expect.closeTo(0.5, 9), 0])
    expect(endSeconds).toBeGreaterThan(b.endSeconds - 0.02)
    for (const { second, phase } of slots) {
      expect(second + 1).toBeGreaterThan(windows[phase]!.startSeconds)
      expect(second).toBeLessThan(windows[phase]!.endSeconds)
    }
  })

  it('drains the warm-up before the baseline is taken', async ({ onTestFinished }) => {
    const { server, start } = await setUp(onTestFinished)
    let received = -1
    let answered = -1
    const beforeMeasured = async () => {
      received = server.requests.length
      answered = server.answeredSlowly
      await systemClock.sleep(0.1)
    }
    const { run } = start(
      { requests: get('/slow/200'), phases: [warmUp, openPhase()], connections: 50 },
      { beforeMeasured },
    )
    const result = await run.result
    expect([received, answered]).toEqual([30, 30])
    expect(result.phases[1]!.startSeconds).toBeGreaterThan(0.3 + 0.15 + 0.1)
    expect(total(result).completed).toBe(80)
  })

  it('takes the baseline before second 0 where there is no warm-up', async ({ onTestFinished }) => {
    const { start } = await setUp(onTestFinished)
    const { run, calls } = start({})
    await run.result
    expect(calls.events).toEqual(['epoch', 'before measured', 'phase 0'])
  })

  it('starts at once where there is no baseline to take', async ({ onTestFinished }) => {
    const { start } = await setUp(onTestFinished)
    let leadSeconds = Number.NaN
    const onEpoch = (epochSeconds: number) => {
      leadSeconds = epochSeconds - systemClock.nowSeconds()
    }
    const { run, calls } = start({}, { beforeMeasured: null, onEpoch })
    await run.result
    expect(leadSeconds).toBeLessThanOrEqual(0.03)
    expect(calls.events).toEqual(['phase 0'])
  })

  it('delays the first phase where the baseline takes longer', async ({ onTestFinished }) => {
    const { start } = await setUp(onTestFinished)
    const { run } = start({}, { beforeMeasured: () => systemClock.sleep(0.5) })
    const result = await run.result
    expect(result.phases[0]!.startSeconds).toBeGreaterThan(0.2)
  })

  it('reports progress whose last figures equal the result', async ({ onTestFinished }) => {
    const { start } = await setUp(onTestFinished)
    const { run, calls } = start({ phases: [openPhase({ durationSeconds: 2.2 })] })
    const result = await run.result
    const last = calls.progress.at(-1) as LoadProgress
    expect(calls.progress.length).toBeGreaterThanOrEqual(2)
    expect(last.completed).toBeLessThanOrEqual(total(result).completed)
    expect(last.completed).toBe(
      calls.progress.reduce((sum, { recentResponseTimes }) => sum + totalCount(recentResponseTimes), 0),
    )
    expect(last).toMatchObject({ phaseIndex: 0, errors: 0, timeouts: 0 })
  })

  it('sends several requests by weight', async ({ onTestFinished }) => {
    const { server, start } = await setUp(onTestFinished)
    const requests = [
      requestTemplate({ name: 'read', weight: 3, path: '/ok' }),
      requestTemplate({
        name: 'write',
        path: '/echo',
        method: 'POST',
        body: { kind: 'json', value: { a: 1 } },
        expect: { statuses: [200], json: { a: 1 } },
      }),
      requestTemplate({ name: 'gone', path: '/status/404', expect: { statuses: [200] } }),
    ]
    const result = await start({ requests, phases: [openPhase({ rate: 1000 })], connections: 50 }).run.result
    const byRequest = [0, 1, 2].map((request) => sumAccounting(result.slots.filter((slot) => slot.request === request)))
    expect(byRequest.map(({ offered }) => Math.round(offered / 50))).toEqual([6, 2, 2])
    expect(byRequest[1]!.completed).toBe(server.count('echo'))
    expect(byRequest[2]).toMatchObject({
      completed: 0,
      errors: server.count('status'),
      statusCodes: { 404: server.count('status') },
    })
  })

  it('runs closed-loop users who wait and think', async ({ onTestFinished }) => {
    const { server, start } = await setUp(onTestFinished)
    const traffic = { kind: 'closed', users: 20, thinkSeconds: 0.1 } as const
    const phases = [openPhase({ name: 'crowd', durationSeconds: 1, traffic })]
    const result = await start({ phases, requests: get('/slow/50'), connections: 20 }).run.result
    const { offered, completed } = total(result)
    expect(completed).toBe(offered)
    expect(offered).toBe(server.count('slow'))
    expect(offered).toBeGreaterThan(30)
    expect(offered).toBeLessThanOrEqual(140)
    expect(result.phases[0]!.model).toBe('closed')
    expect(result.generator.inFlightMax).toBeLessThanOrEqual(20)
  })
})

describe.concurrent('several generators', () => {
  const requests = [requestTemplate({ weight: 2 }), requestTemplate({ path: '/chunked' })]
  const plan: Partial<LoadPlan> = {
    requests,
    arrivals: 'poisson',
    connections: 30,
    phases: [openPhase({ name: 'a', rate: 300 }), openPhase({ name: 'b', rate: 100, durationSeconds: 0.7 })],
  }
  const offered = ({ slots }: LoadResult) => slots.map((slot) => [slot.second, slot.phase, slot.request, slot.offered])

  it('several generators together offer, second by second, what one does', async ({ onTestFinished }) => {
    const { server, start } = await setUp(onTestFinished)
    const one = await start({ ...plan, workers: 1 }).run.result
    const three = await start({ ...plan, workers: 3 }).run.result
    expect(offered(three)).toEqual(offered(one))
    expect([one.generator.workers, three.generator.workers]).toEqual([1, 3])
    expect(total(three).completed).toBe(total(one).completed)
    expect([one, three].map(({ connectionTimes }) => boundedCount(connectionTimes.connectTime))).toEqual([30, 30])
    expect(server.accepted).toBe(60)
    expect(one.generators).toBeUndefined()
    const facts = three.generators ?? []
    expect(facts.map(({ number, machine, lost }) => [number, machine, lost])).toEqual(
      [1, 2, 3].map((n) => [n, null, null]),
    )
    const arrivals = [0, 1].map((phase) => facts.map((each) => each.arrivals[phase] ?? 0))
    for (const shares of arrivals) expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1)
    expect(arrivals.flat().reduce((sum, share) => sum + share, 0)).toBe(total(three).offered)
    expect(facts.map(({ requests: own, sendLag }) => own - totalCount(sendLag))).toEqual([0, 0, 0])
    expect(facts.every(({ startLateSeconds }) => startLateSeconds !== null && startLateSeconds >= 0)).toBe(true)
    expect(facts.every(({ cpuShare, eventLoopDelay }) => cpuShare !== null && eventLoopDelay !== null)).toBe(true)
  })
})

describe.concurrent('under faults', () => {
  it('accounts for every request to a service that does everything wrong', async ({ onTestFinished }) => {
    const { server, start } = await setUp(onTestFinished)
    const phases = [openPhase({ rate: 300, durationSeconds: 1 })]
    const result = await start({ phases, requests: get('/mix'), connections: 80, timeoutSeconds: 60 }).run.result
    expectBalanced(result.slots)
    const { offered, completed, errorKinds, timeouts, unfinished } = total(result)
    expect([offered, server.count('mix'), timeouts, unfinished]).toEqual([300, 300, 0, 0])
    expect(completed).toBe(server.count('ok', 'chunked', 'pieces', 'close', 'close-said', 'unframed', 'hints'))
    expect(errorKinds.status ?? 0).toBe(server.count('status'))
    expect(errorKinds.protocol ?? 0).toBe(server.count('garbage', 'garbage-body'))
    expect((errorKinds.reset ?? 0) + (errorKinds.closed ?? 0)).toBe(server.count('fin', 'rst', 'mid-fin', 'mid-rst'))
  })

  it('times out a request that is never answered, and uses its connection again', async ({ onTestFinished }) => {
    const { server, start } = await setUp(onTestFinished)
    const requests = [requestTemplate({ path: '/hang' }), requestTemplate({ path: '/ok' })]
    const result = await start({ requests, connections: 5, timeoutSeconds: 0.4, phases: [openPhase({ rate: 20 })] }).run
      .result
    const [hung, answered] = [0, 1].map((request) =>
      sumAccounting(result.slots.filter((slot) => slot.request === request)),
    )
    expect(hung).toMatchObject({ offered: hung!.timeouts, completed: 0 })
    expect(answered!.completed + answered!.timeouts).toBe(answered!.offered)
    expect(hung!.offered + answered!.offered).toBe(10)
    expect(answered!.completed).toBeLessThanOrEqual(server.count('ok'))
    expect(slaLatencies(result.slots, 'serviceTime').unbounded).toBe(total(result).timeouts)
  })

  it('goes on when the service exits and comes back, and records what fails meanwhile with its reason', async ({
    onTestFinished,
  }) => {
    const { server, start } = await setUp(onTestFinished)
    // Hooks are called late on a busy machine. So each phase is held to what came of it while the service was so.
    let [goneSeconds, backSeconds] = [Number.NaN, Number.NaN]
    const onPhaseStart = async (phase: number) => {
      if (phase === 1) await server.kill()
      if (phase === 1) goneSeconds = systemClock.nowSeconds()
      if (phase === 2) backSeconds = systemClock.nowSeconds()
      if (phase === 2) await server.start()
    }
    const phases = ['up', 'down', 'back'].map((name) => openPhase({ name, durationSeconds: 0.6 }))
    phases.push(openPhase({ name: 'later', durationSeconds: 1.5 }))
    const { run, calls } = start({ phases, timeoutSeconds: 10 }, { onPhaseStart })
    const result = await run.result
    expectBalanced(result.slots)
    expect(total(result)).toMatchObject({ offered: 330, timeouts: 0, unfinished: 0 })
    const [down, later] = ['down', 'later'].map((name) => sumAccounting(measuredSlots(result, name))) as [
      Accounting,
      Accounting,
    ]
    const [, downWindow, , laterWindow] = result.phases
    const [gone, back] = [goneSeconds - calls.epochSeconds, backSeconds - calls.epochSeconds]
    const dueWhileGone = 100 * (Math.min(back, downWindow!.endSeconds) - gone)
    const dueWhileBack = 100 * (laterWindow!.endSeconds - Math.max(back, laterWindow!.startSeconds))
    expect(down.errorKinds.connect).toBeGreaterThan((2 / 3) * dueWhileGone)
    expect(down.completed + down.errors).toBe(60)
    expect(later.completed).toBeGreaterThan((2 / 3) * dueWhileBack)
    expect(total(result).completed).toBe(server.count('ok'))
  })

  it('counts the wait for a connection, and times out a request that waits too long', async ({ onTestFinished }) => {
    const { server, start } = await setUp(onTestFinished)
    const phases = [openPhase({ rate: 20, durationSeconds: 0.5 })]
    const result = await start({ phases, requests: get('/slow/200'), connections: 1, timeoutSeconds: 0.8 }).run.result
    const { offered, completed, timeouts } = total(result)
    expect([offered, completed + timeouts]).toEqual([10, 10])
    expect(completed).toBe(server.count('slow'))
    expect(timeouts).toBeGreaterThanOrEqual(3)
    expect(result.generator).toMatchObject({ inFlightMax: 1 })
    expect(result.generator.backlogMax).toBeGreaterThanOrEqual(4)
    expect(slaLatencies(result.slots, 'responseTime').unbounded).toBe(timeouts)
    expect(result.slots[0]!.responseTime.maxSeconds).toBeGreaterThan(0.35)
  })

  it('reports a connection pool that could not be filled as a problem, and goes on', async ({ onTestFinished }) => {
    const { server, start } = await setUp(onTestFinished)
    const someOpen: StartWorker = ({ onMessage, onExit }) =>
      startWorkerThread({
        onExit,
        onMessage: (message) =>
          onMessage(
            message.type === 'ready' ? { ...message, openConnections: 3, connectFailure: 'connection reset' } : message,
          ),
      })
    const result = await start({ connections: 5, phases: [openPhase({ rate: 20 })] }, {}, someOpen).run.result
    expect(result.problems).toEqual([
      { kind: 'connections-not-opened', url: server.url, opened: 3, wanted: 5, reason: 'connection reset' },
    ])
  })

  it('names an address that is down, while the others carry the traffic', async ({ onTestFinished }) => {
    const { server, start } = await setUp(onTestFinished)
    const both = ['127.0.0.1', '127.0.0.2']
    const route = { addresses: { choice: 'spread', known: both, used: both } } as const
    const url = `http://shop.test:${new URL(server.url).port}`
    const plan = { url, route, connections: 4, workers: 2, requests: get('/ok'), phases: [openPhase({ rate: 20 })] }
    const result = await start(plan).run.result
    const reason = 'connection refused (ECONNREFUSED)'
    expect(total(result)).toMatchObject({ offered: 10, completed: 10 })
    expect(result.peer.addresses.find(({ address }) => address === '127.0.0.1')?.opened).toBe(2)
    expect(result.problems).toEqual([
      {
        kind: 'connections-not-opened',
        url: `${url} (spread over 127.0.0.1, 127.0.0.2)`,
        opened: 2,
        wanted: 4,
        reason,
      },
      { kind: 'address-down', address: '127.0.0.2', attempts: expect.any(Number), reason },
    ])
    expect(result.problems.map(describeLoadProblem)[1]).toMatch(/^127\.0\.0\.2 is down: none of \d+ attempts /)
  })

  it('says over which socket nothing could be opened', async ({ onTestFinished }) => {
    const { start } = await setUp(onTestFinished)
    const { run } = start({ url: 'http://shop.test/api', route: { socket: '/nowhere/app.sock' } })
    await expect(run.result).rejects.toThrow(
      'http://shop.test/api over the socket /nowhere/app.sock: expected a service that accepts connections, got: no such socket (ENOENT)',
    )
  })

  it('reports data that answers no request as a problem', async ({ onTestFinished }) => {
    const { start } = await setUp(onTestFinished)
    const result = await start({ requests: get('/twice'), phases: [openPhase({ rate: 10 })] }).run.result
    expect(total(result)).toMatchObject({ completed: 5 })
    expect(result.problems).toEqual([{ kind: 'unsolicited-answers', connections: 5 }])
  })
})

describe.concurrent('a service that is not there', () => {
  it('an unreachable service ends the run with its URL and the reason, without credentials', async ({
    onTestFinished,
  }) => {
    const { start } = await setUp(onTestFinished)
    // Not a port that was freed just now: the server of another test may be given it.
    const [port] = await nonEphemeralPorts('127.0.0.1', 1)
    const { run, calls } = start({ url: `http://user:secret@127.0.0.1:${port}` })
    await expect(run.result).rejects.toThrow(UserError)
    await expect(run.result).rejects.toThrow(
      `http://127.0.0.1:${port}: expected a service that accepts connections, got: connection refused (ECONNREFUSED)`,
    )
    expect(calls.events).toEqual([])
  })

  it('rejects an impossible plan before anything starts', async ({ onTestFinished }) => {
    const { server, start } = await setUp(onTestFinished)
    expect(() => start({ connections: 0 })).toThrow(RangeError)
    expect(server.accepted).toBe(0)
  })
})

describe.concurrent('an interrupt', () => {
  async function interruptedResult(run: RunningLoad): Promise<LoadResult> {
    const startSeconds = systemClock.nowSeconds()
    run.interrupt()
    run.interrupt()
    const result = await run.result
    expect(systemClock.nowSeconds() - startSeconds).toBeLessThan(2)
    expect(result.interrupted).toBe(true)
    expectBalanced(result.slots)
    return result
  }

  it('an interrupt before anything is ready gives an empty result', async ({ onTestFinished }) => {
    const { start } = await setUp(onTestFinished)
    const { run, calls } = start({})
    expect(await interruptedResult(run)).toMatchObject({ phases: [], slots: [], endSeconds: 0, problems: [] })
    expect(calls.events).toEqual([])
  })

  it('an interrupt before anything is ready tells nothing of generators, and loses none that did not come up', async ({
    onTestFinished,
  }) => {
    const { start } = await setUp(onTestFinished)
    const mute: StartWorker = () => ({ send: () => {}, terminate: async () => {} })
    const result = await interruptedResult(start({ workers: 2 }, {}, mute).run)
    expect(result).toMatchObject({ phases: [], slots: [], problems: [] })
    expect(result).not.toHaveProperty('generators')
  })

  it('an interrupt in the warm-up gives a result of the warm-up alone', async ({ onTestFinished }) => {
    const { server, start } = await setUp(onTestFinished)
    const { run, calls } = start({ phases: [{ ...warmUp, durationSeconds: 60 }, openPhase()] })
    await until(() => server.requests.length > 20)
    const { phases } = await interruptedResult(run)
    expect(phases.map(({ name }) => name)).toEqual(['warm-up'])
    expect(phases[0]!.endSeconds).toBeLessThan(30)
    expect(calls.events).toEqual(['epoch', 'phase 0'])
  })

  it('an interrupt while the baseline is taken sends nothing of the measured phases', async ({ onTestFinished }) => {
    const { start } = await setUp(onTestFinished)
    let isWaiting = false
    const beforeMeasured = () => {
      isWaiting = true
      return new Promise<void>(() => {})
    }
    const { run } = start({ phases: [warmUp, openPhase()] }, { beforeMeasured })
    await until(() => isWaiting)
    const result = await interruptedResult(run)
    expect(measuredSlots(result)).toEqual([])
    expect(total(result)).toMatchObject({ offered: 30, completed: 30 })
  })

  it('an interrupt ends what is in flight as interrupted, and offers nothing that was not due', async ({
    onTestFinished,
  }) => {
    const { server, start } = await setUp(onTestFinished)
    const { run } = start({
      requests: get('/hang'),
      connections: 10,
      timeoutSeconds: 60,
      phases: [openPhase({ durationSeconds: 60 }), openPhase({ name: 'never' })],
    })
    await until(() => server.requests.length === 10)
    await systemClock.sleep(0.2)
    const result = await interruptedResult(run)
    const { offered, unfinished, interrupted } = total(result)
    expect([unfinished, interrupted]).toEqual([offered, offered])
    expect(result.phases.map(({ name }) => name)).toEqual(['steady'])
    expect(Math.abs(offered - result.phases[0]!.endSeconds * 100)).toBeLessThanOrEqual(1)
    expect(slaLatencies(result.slots, 'responseTime').unbounded).toBe(0)
  })

  it('an interrupt during the drain leaves the ends of the phases unchanged', async ({ onTestFinished }) => {
    const { server, start } = await setUp(onTestFinished)
    const { run } = start({ requests: get('/hang'), timeoutSeconds: 60, phases: [openPhase({ rate: 10 })] })
    await until(() => server.requests.length === 5)
    await systemClock.sleep(0.2)
    const result = await interruptedResult(run)
    expect(total(result)).toMatchObject({ offered: 5, unfinished: 5 })
    expect(result.phases[0]!.endSeconds).toBeCloseTo(0.5, 9)
  })

  it('an interrupt after the end changes nothing', async ({ onTestFinished }) => {
    const { start } = await setUp(onTestFinished)
    const { run } = start({})
    const result = await run.result
    run.interrupt()
    expect(await run.result).toBe(result)
    expect(result.interrupted).toBe(false)
  })
})

describe.concurrent('a lost generator', () => {
  /** 1 where a busy machine took so long that its thread was terminated. */
  const ENDED = expect.stringMatching(/^it exited with code [01]$/)

  /** Real threads, of which each can be killed. */
  function mortal() {
    const links: WorkerLink[] = []
    const startWorker: StartWorker = (listener) => {
      const link = startWorkerThread(listener)
      links.push(link)
      return link
    }
    return { links, startWorker }
  }

  it('keeps the timings that a lost generator had reported, and the others go on', async ({ onTestFinished }) => {
    const { start } = await setUp(onTestFinished)
    const { links, startWorker } = mortal()
    const phases = [openPhase({ durationSeconds: 2.5 })]
    const { run } = start(
      { workers: 2, phases },
      { onProgress: ({ atSeconds }) => void (atSeconds < 1.5 && links[1]?.terminate()) },
      startWorker,
    )
    const result = await run.result
    expectBalanced(result.slots)
    const { offered, completed, lost } = total(result)
    expect(offered).toBe(250)
    expect(completed + lost).toBe(offered)
    expect(lost).toBeGreaterThan(50)
    expect(result.problems).toEqual([
      {
        kind: 'generator-lost',
        generator: 2,
        generators: 2,
        atSeconds: expect.any(Number),
        reason: ENDED,
        lost,
        cutPhases: [0],
      },
    ])
    expect(result.slots.map((slot) => slot.offered)).toEqual([100, 100, 50])
    const [alive, dead] = result.generators ?? []
    expect(alive).toMatchObject({ number: 1, lost: null, cpuShare: expect.any(Number) })
    expect(dead).toMatchObject({ number: 2, lost: { reason: ENDED, requests: lost }, cpuShare: null })
    expect(dead?.requests).toBeLessThan(alive?.requests ?? 0)
  })

  it('counts of users who wait for answers what was due and had not ended at the last report', async ({
    onTestFinished,
  }) => {
    const { start } = await setUp(onTestFinished)
    const { links, startWorker } = mortal()
    const traffic = { kind: 'closed', users: 4, thinkSeconds: 0.01 } as const
    const crowd = { name: 'crowd', durationSeconds: 60, measured: true, traffic }
    const { run } = start(
      { workers: 2, phases: [crowd], requests: get('/slow/60000'), timeoutSeconds: 30 },
      { onProgress: ({ inFlight }) => void (inFlight === 4 && links[1]?.terminate().then(() => run.interrupt())) },
      startWorker,
    )
    const result = await run.result
    expectBalanced(result.slots)
    expect(total(result)).toMatchObject({ completed: 0, lost: 2, interrupted: 2 })
    expect(result.problems).toMatchObject([{ kind: 'generator-lost', generator: 2, lost: 2, cutPhases: [0] }])
  })

  it('gives what the only generator had reported before it was lost', async ({ onTestFinished }) => {
    const { start } = await setUp(onTestFinished)
    const { links, startWorker } = mortal()
    const phases = [openPhase({ durationSeconds: 60 })]
    const { run } = start({ phases }, { onProgress: () => void links[0]?.terminate() }, startWorker)
    const result = await run.result
    expectBalanced(result.slots)
    const { completed, lost, offered } = total(result)
    expect(completed).toBeGreaterThan(20)
    expect(result.interrupted).toBe(false)
    expect(result.problems).toMatchObject([{ kind: 'generator-lost', lost }])
    const { endSeconds } = result.phases[0]!
    expect(endSeconds).toBeLessThan(30)
    expect(offered).toBe(Math.floor(endSeconds * 100 + 0.5))
  })

  it('rejects where the only generator is lost before anything was measured', async ({ onTestFinished }) => {
    const { start } = await setUp(onTestFinished)
    const { links, startWorker } = mortal()
    const beforeMeasured = async () => {
      await links[0]?.terminate()
    }
    const { run } = start({ phases: [warmUp, openPhase()] }, { beforeMeasured }, startWorker)
    await expect(run.result).rejects.toThrow(/^nothing was measured: generator 1 of 1 was lost/)
  })

  function onMachine(lastLines: readonly string[] = []): ReturnType<typeof mortal> {
    const { links, startWorker } = mortal()
    const machine = () =>
      ({
        name: 'load-1',
        host: 'host-1',
        programVersion: '1.0.0',
        clock: null,
        place: 'elsewhere',
        cores: 2,
        lastLines,
      }) as const
    return { links, startWorker: (listener) => ({ ...startWorker(listener), machine }) }
  }

  it('says which machine was lost where that is the only one, nothing was sent, and what it wrote last', async ({
    onTestFinished,
  }) => {
    const { start } = await setUp(onTestFinished)
    const { links, startWorker } = onMachine(['joined the broker', 'the coordinator was not heard: stopped'])
    const beforeMeasured = async () => {
      await links[0]?.terminate()
    }
    const { run } = start({}, { beforeMeasured }, startWorker)
    await expect(run.result).rejects.toBeInstanceOf(UserError)
    await expect(run.result).rejects.toThrow(
      /^nothing was sent: generator 1 of 1 \(load-1 on host-1\) was lost before the load began: it exited with code [01]; it wrote last:\njoined the broker\nthe coordinator was not heard: stopped$/,
    )
  })

  it('counts all as lost where nothing of it came of the only machine', async ({ onTestFinished }) => {
    const { start } = await setUp(onTestFinished)
    const { links, startWorker } = onMachine()
    const beforeMeasured = async () => {
      await links[0]?.terminate()
    }
    const { run } = start({ phases: [warmUp, openPhase()] }, { beforeMeasured }, startWorker)
    const result = await run.result
    expectBalanced(result.slots)
    expect(result.problems).toMatchObject([{ kind: 'generator-lost', machine: { name: 'load-1', host: 'host-1' } }])
    expect(result.interrupted).toBe(false)
  })

  it('terminates a generator that does not stop in time, and keeps what it had reported', async ({
    onTestFinished,
  }) => {
    const { start } = await setUp(onTestFinished)
    const deaf: StartWorker = (listener) => {
      const link = startWorkerThread(listener)
      return { ...link, send: (message) => void (message.type !== 'stop' && link.send(message)) }
    }
    const { run } = start({ phases: [openPhase({ durationSeconds: 60 })] }, { onProgress: () => run.interrupt() }, deaf)
    const result = await run.result
    expect(total(result).completed).toBeGreaterThan(20)
    expect(result.problems).toMatchObject([{ kind: 'generator-lost', generator: 1, reason: 'it did not stop in time' }])
  })

  it('names the error that ended a generator', async ({ onTestFinished }) => {
    const { start } = await setUp(onTestFinished)
    const { startWorker } = mortal()
    const broken: StartWorker = (listener) => {
      const link = startWorker(listener)
      return { ...link, send: (message) => link.send({ ...message, version: 2 as 1 }) }
    }
    await expect(start({}, {}, broken).run.result).rejects.toThrow('generator protocol: expected version 1, got 2')
  })
})

describe.concurrent('a hook that throws', () => {
  it.for<[string, Partial<LoadHooks>]>([
    ['onEpoch', { onEpoch: () => fail('no zero') }],
    ['beforeMeasured', { beforeMeasured: async () => fail('no baseline') }],
    ['onPhaseStart', { onPhaseStart: () => fail('no phase') }],
    ['onProgress', { onProgress: () => fail('no progress') }],
  ])('ends the run with what %s threw', async ([, hooks], { onTestFinished }) => {
    const { start } = await setUp(onTestFinished)
    const { run } = start({ phases: [openPhase({ durationSeconds: 60 })] }, hooks)
    await expect(run.result).rejects.toThrow(/^no /)
  })
})

function fail(message: string): never {
  throw new Error(message)
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = systemClock.nowSeconds() + 10
  while (!condition()) {
    if (systemClock.nowSeconds() > deadline) throw new Error(`not so within 10 s: ${condition}`)
    await systemClock.sleep(0.005)
  }
}
