// One generator: its shard of the schedule, its connections, and the timings that it flushes once a second.
// It does not know whether it runs in a thread of its own; worker.ts puts it into one.

import { performance } from 'node:perf_hooks'
import { assertNever } from '../../core/assert-never.ts'
import { systemClock } from '../../core/clock.ts'
import { NO_LATENCIES } from '../../core/latency/latency-counts.ts'
import type { ErrorKind } from '../../core/run/load-result.ts'
import { keepsCookies } from '../../core/scenario/flows/flow.ts'
import type { Phase, SetupPlan } from '../../core/scenario/load-plan.ts'
import { threadTime } from '../../core/thread-time.ts'
import type { ConnectionPool } from '../connections/connection.ts'
import { openPool } from '../connections/open-pool.ts'
import { startAlarmClock } from '../dispatch/alarm-clock.ts'
import { Dispatcher } from '../dispatch/dispatcher.ts'
import { FineTimers } from '../dispatch/fine-timers.ts'
import { RequestQueue } from '../dispatch/request-queue.ts'
import { drainSecondsOf } from '../dispatch/request-timeout.ts'
import { segmentTraffic } from '../dispatch/segment-traffic.ts'
import { CapturedValues } from '../flows/captured-values.ts'
import { GeneratorFlows } from '../flows/generator-flows.ts'
import { askedRequests } from '../flows/session-requests.ts'
import type { UserSession } from '../flows/user-session.ts'
import { ArrivalCounts, type CountedArrivals } from '../losses/arrival-counts.ts'
import { hasWaitingUsers } from '../losses/has-waiting-users.ts'
import { EventLoopDelay } from '../recording/event-loop-delay.ts'
import { FirstErrors } from '../recording/first-errors.ts'
import { OpenTimesRecorder } from '../recording/open-times-recorder.ts'
import { OpeningCosts } from '../recording/opening-costs.ts'
import { CONNECT } from '../recording/outcome.ts'
import { PeerLog } from '../recording/peer-log.ts'
import { ThreadLoadMeter } from '../recording/thread-load-meter.ts'
import { type RequestTiming, TimingColumns, timingsBuffers } from '../recording/timings.ts'
import { CAPTURED, type OpenRequests, openRequests, SETUP } from '../requests/open-requests.ts'
import type { ValueSource } from '../requests/value-source.ts'
import { asksForAnswers } from '../responses/answer-readers.ts'
import { AnswerTally } from '../responses/answer-tally.ts'
import type { Arrival } from '../schedule/arrival.ts'
import { type PlannedPhase, planPhases, type RowEvents } from '../schedule/phase.ts'
import { SetupUser } from '../setup/setup-user.ts'
import type { SetupValues } from '../setup/setup-values.ts'
import { type Alarm, systemTimers } from '../timers.ts'
import { OpeningWatch } from './opening-watch.ts'
import type { Done, FromGenerator, Prepare, StartSegment, Timings, ToGenerator, WaitingCost } from './protocol.ts'
import { PROTOCOL_VERSION } from './protocol.ts'
import { SleepTrial } from './sleep-trial.ts'

const version = PROTOCOL_VERSION

export type Post = (message: FromGenerator, transfer?: ArrayBuffer[]) => void

/** Clock readings whose differences give the CPU share of the measured segment. */
interface CpuReading {
  readonly startSeconds: number
  readonly cpuSeconds: number
  readonly busyWaitSeconds: number
  readonly alarmClockSeconds: number
}

const NO_WAITING: WaitingCost = { wakeError: NO_LATENCIES, spinningShare: 0, alarmClockShare: 0 }

export class Generator {
  readonly #post: Post
  readonly #task: Prepare
  /** Empty where the plan has flows. */
  readonly #phases: readonly PlannedPhase[]
  /** Null where it has none. */
  readonly #flows: GeneratorFlows | null
  /** Null where the plan has none. */
  readonly #setup: SetupUser | null
  readonly #requests: OpenRequests
  readonly #queue: RequestQueue
  readonly #dispatcher: Dispatcher
  readonly #timers = new FineTimers(systemTimers, startAlarmClock)
  /** Null where nobody asks how late sleeps end before the first request. */
  readonly #trial: SleepTrial | null
  readonly #pool: ConnectionPool
  readonly #opening: OpeningWatch
  readonly #columns = new TimingColumns()
  readonly #eventLoopDelay = new EventLoopDelay(systemTimers)
  readonly #firstErrors: FirstErrors
  /** Null where no request asks for more than a status. */
  readonly #answers: AnswerTally | null
  readonly #openTimes = new OpenTimesRecorder()
  readonly #openingCosts = new OpeningCosts()
  readonly #peers = new PeerLog()
  readonly #threadLoad = new ThreadLoadMeter(systemTimers, () => ({
    nowSeconds: systemClock.nowSeconds(),
    activeSeconds: performance.eventLoopUtilization().active / 1e3,
    busyWaitSeconds: this.#dispatcher.busyWaitSeconds,
    ...threadTime(),
  }))
  #measuredFrom: CpuReading | undefined
  #epochSeconds: number | undefined
  #flushAlarm: Alarm | undefined
  #isStopped = false
  /** How late the measured segment began, until that was said. */
  #startLateSeconds: number | null = null
  /** By data set: users who stopped since the last flush; null where none has. */
  #outOfRows: number[] | null = null

  /**
   * Starts to open the connections, and posts `ready` when they are open.
   * @throws UserError where a request cannot be sent as it is written, or a data file cannot be opened
   */
  constructor(task: Prepare, post: Post) {
    const { plan, shard, openAtFirst, setup } = task
    this.#task = task
    this.#post = post
    this.#setup = setup && plan.setup ? this.#setupUser(plan.setup, setup) : null
    const captured = new CapturedValues((arrival) => this.#sessionOf(arrival))
    this.#requests = openRequests(
      plan,
      new Map<string, ValueSource>([
        [CAPTURED, captured],
        ...(this.#setup ? [[SETUP, this.#setup.captured] as const] : []),
      ]),
    )
    const rows: RowEvents = {
      expectTurn: this.#requests.expectTurn,
      outOfRows: (dataSet) => this.#addOutOfRows(dataSet),
    }
    this.#flows = plan.flows === undefined ? null : new GeneratorFlows({ plan, flows: plan.flows, shard, rows })
    this.#phases = this.#flows === null ? planPhases(plan, shard, rows) : []
    const isDecidedByTrial = plan.timers === 'auto' && (plan.phases[0] as Phase).measured
    this.#trial = isDecidedByTrial ? new SleepTrial(this.#timers) : null
    const firstErrors = new FirstErrors(plan)
    this.#firstErrors = firstErrors
    this.#answers = asksForAnswers(plan.requests) || keepsCookies(plan) ? new AnswerTally(firstErrors) : null
    this.#queue = new RequestQueue({
      nowSeconds: systemTimers.nowSeconds,
      timeoutSeconds: plan.timeoutSeconds,
      requests: askedRequests({ plan, inner: this.#requests.source, tally: this.#answers, flows: this.#flows }),
      onShortage: () => this.#pool.onShortage(),
      onUnsendable: ({ request }, reason) => this.#addUnsent(request, 'unsendable', reason, systemTimers.nowSeconds()),
      record: this.#setup === null ? (timing) => this.#record(timing) : (timing) => this.#recordRefusable(timing),
      recordOpening: (timing, opening) => this.#openingCosts.add(timing, opening),
    })
    const drainSeconds = drainSecondsOf(plan.timeoutSeconds)
    this.#dispatcher = new Dispatcher({ timers: this.#timers, queue: this.#queue, drainSeconds })
    const users = {
      queue: this.#queue,
      firstErrors: this.#firstErrors,
      openTimes: this.#openTimes,
      peers: this.#peers,
    }
    this.#pool = openConnections(task, users, () => this.#opening.update())
    this.#opening = new OpeningWatch({
      timers: systemTimers,
      pool: this.#pool,
      connections: openAtFirst,
      onReady: () => this.#postReady(),
    })
  }

  handle(message: Exclude<ToGenerator, Prepare>): void {
    switch (message.type) {
      case 'stop':
        this.#stop()
        break
      case 'setup-renewed':
        this.#setup?.renew(message.setup)
        break
      case 'start-segment':
        void this.#runSegment(message)
        break
      default:
        assertNever(message)
    }
  }

  /** Posts the timings of what has ended since the last flush. */
  flush(): void {
    const timings = this.#columns.take()
    const { offered, inFlight, backlog } = this.#queue
    const peaks = this.#queue.takePeaks()
    const atSeconds = this.#epochSeconds === undefined ? 0 : systemClock.nowSeconds() - this.#epochSeconds
    const load = this.#threadLoad.take()
    const epochSeconds = this.#epochSeconds ?? 0
    const firstErrors = this.#firstErrors.take(epochSeconds)
    const outOfRows = this.#outOfRows
    this.#outOfRows = null
    const startLateSeconds = this.#startLateSeconds
    this.#startLateSeconds = null
    const message: Timings = {
      version,
      type: 'timings',
      atSeconds,
      timings,
      offered,
      inFlight,
      backlog,
      ...peaks,
      load,
      firstErrors,
      ...(startLateSeconds === null ? {} : { startLateSeconds }),
      ...(outOfRows === null ? {} : { outOfRows }),
      ...(this.#answers && { answers: this.#answers.take(epochSeconds) }),
      ...(this.#flows && { iterations: this.#flows.takeIterations() }),
      ...(hasWaitingUsers(this.#task.plan) && { open: this.#openArrivals(epochSeconds) }),
    }
    this.#post(message, timingsBuffers(timings))
  }

  #openArrivals(epochSeconds: number): CountedArrivals[] {
    const counts = new ArrivalCounts(this.#task.plan.requests.length)
    for (const { intendedSeconds, phase, request } of this.#queue.open())
      counts.add(Math.floor(intendedSeconds - epochSeconds), phase, request)
    return counts.all()
  }

  /** The traffic is not what it should be from here on: whoever leads the run is told at once. */
  #addOutOfRows(dataSet: number): void {
    const counts = this.#outOfRows ?? (this.#task.plan.data ?? []).map(() => 0)
    counts[dataSet] = (counts[dataSet] ?? 0) + 1
    const isFirst = this.#outOfRows === null
    this.#outOfRows = counts
    if (isFirst && !this.#isStopped) queueMicrotask(() => this.flush())
  }

  #setupUser(plan: SetupPlan, values: SetupValues): SetupUser {
    return new SetupUser({
      plan,
      values,
      nowSeconds: systemTimers.nowSeconds,
      onRefused: (generation) => this.#post({ version, type: 'setup-refused', generation }),
    })
  }

  #sessionOf(arrival: Arrival): UserSession {
    if (this.#flows === null) throw new RangeError('expected flows')
    return this.#flows.sessionOf(arrival)
  }

  #recordRefusable(timing: RequestTiming): void {
    this.#setup?.ended(timing)
    this.#record(timing)
  }

  #postReady(): void {
    const { openCount, lastFailure } = this.#pool
    const wakeError = this.#trial?.stop() ?? NO_LATENCIES
    this.#post({ version, type: 'ready', openConnections: openCount, connectFailure: lastFailure ?? null, wakeError })
  }

  async #runSegment({ firstPhase, endPhase, startSeconds, epochSeconds, timers }: StartSegment): Promise<void> {
    if (this.#epochSeconds === undefined) {
      this.#epochSeconds = epochSeconds
      this.#flushEverySecond(epochSeconds)
      this.#threadLoad.start()
    }
    this.#timers.forgetLateness()
    const isMeasured = (this.#task.plan.phases[firstPhase] as Phase).measured
    if (isMeasured) this.#startMeasuring()
    const traffic =
      this.#flows?.segment(firstPhase, endPhase, startSeconds) ??
      segmentTraffic(this.#phases.slice(firstPhase, endPhase), startSeconds)
    const run = this.#dispatcher.run({ ...traffic, timers })
    if (isMeasured) this.#startLateSeconds = Math.max(0, systemClock.nowSeconds() - startSeconds)
    await run
    if (this.#isStopped) return
    this.flush()
    this.#post({ version, type: 'segment-done', firstPhase, wakeError: this.#timers.lateness() })
  }

  #stop(): void {
    if (this.#isStopped) return
    this.#isStopped = true
    this.#opening.cancel()
    this.#trial?.stop()
    const stoppedSeconds = this.#dispatcher.stop()
    if (this.#flushAlarm) systemTimers.cancel(this.#flushAlarm)
    this.flush()
    this.#threadLoad.stop()
    const { unsolicited } = this.#pool
    const opened = {
      connectionTimes: this.#openTimes.times(),
      openingCosts: this.#openingCosts.result(),
      peer: this.#peers.peer(),
    }
    const own = { ...opened, ...(this.#flows && { refusedCookies: this.#flows.refusedCookies }) }
    this.#post({ version, type: 'done', stoppedSeconds, unsolicited, ...own, ...this.#measuredFigures() })
    this.#timers.close()
    this.#requests.close()
    void this.#pool.close()
  }

  #record(timing: RequestTiming): void {
    const { outcome, request, endedSeconds } = timing
    if (outcome === CONNECT) this.#addUnsent(request, 'connect', this.#pool.lastFailure ?? null, endedSeconds)
    const epoch = this.#epochSeconds ?? 0
    this.#columns.add({
      ...timing,
      intendedSeconds: timing.intendedSeconds - epoch,
      sentSeconds: timing.sentSeconds - epoch,
      firstByteSeconds: timing.firstByteSeconds - epoch,
      endedSeconds: timing.endedSeconds - epoch,
    })
  }

  #addUnsent(request: number, kind: ErrorKind, reason: string | null, atSeconds: number): void {
    if (this.#firstErrors.wants(request, kind, 0))
      this.#firstErrors.add({ request, kind, atSeconds, reason, answer: null })
  }

  #flushEverySecond(nextSeconds: number): void {
    this.#flushAlarm = systemTimers.sleep(Math.max(0, nextSeconds + 1 - systemClock.nowSeconds()), () => {
      this.flush()
      this.#flushEverySecond(nextSeconds + 1)
    })
  }

  #startMeasuring(): void {
    this.#queue.takePeaks()
    this.#eventLoopDelay.start()
    this.#measuredFrom = this.#readCpu()
  }

  #readCpu(): CpuReading {
    return {
      startSeconds: systemClock.nowSeconds(),
      cpuSeconds: threadTime().cpuSeconds,
      busyWaitSeconds: this.#dispatcher.busyWaitSeconds,
      alarmClockSeconds: this.#timers.cpuSeconds,
    }
  }

  #measuredFigures(): Pick<Done, 'eventLoopDelay' | 'cpuShare' | 'waiting'> {
    const from = this.#measuredFrom
    if (!from) return { eventLoopDelay: NO_LATENCIES, cpuShare: 0, waiting: NO_WAITING }
    const to = this.#readCpu()
    const seconds = to.startSeconds - from.startSeconds
    const spunSeconds = to.busyWaitSeconds - from.busyWaitSeconds
    return {
      eventLoopDelay: this.#eventLoopDelay.stop(),
      cpuShare: Math.max(0, (to.cpuSeconds - from.cpuSeconds - spunSeconds) / seconds),
      waiting: {
        wakeError: this.#timers.lateness(),
        spinningShare: spunSeconds / seconds,
        alarmClockShare: (to.alarmClockSeconds - from.alarmClockSeconds) / seconds,
      },
    }
  }
}

interface PoolUsers {
  readonly queue: RequestQueue
  readonly firstErrors: FirstErrors
  readonly openTimes: OpenTimesRecorder
  readonly peers: PeerLog
}

function openConnections(
  task: Prepare,
  { queue, firstErrors, openTimes, peers }: PoolUsers,
  onChange: () => void,
): ConnectionPool {
  const { plan, shard, connections, openAtFirst } = task
  return openPool(plan.engine, {
    url: new URL(plan.url),
    verifyTls: plan.verifyTls,
    ...(plan.route && { route: plan.route }),
    firstAddress: shard.index,
    connections,
    openAtFirst,
    ...(plan.closesEach && { closesEach: true }),
    openTimeoutSeconds: plan.timeoutSeconds,
    timers: systemTimers,
    firstErrors,
    openTimes,
    peers,
    waiting: () => queue.backlog,
    addConnection: (connection) => queue.addConnection(connection),
    onChange,
  })
}
