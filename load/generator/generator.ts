// One generator: its share of the schedule, its connections, and what it hands over once a second.
// It does not know whether it runs in a thread of its own; worker.ts puts it into one.

import { systemClock } from '../../core/clock.ts'
import { NO_LATENCIES } from '../../core/latency/latency-counts.ts'
import type { Phase } from '../../core/scenario/load-plan.ts'
import { AutocannonPool } from '../connections/autocannon/pool.ts'
import { requestBytes } from '../connections/request-bytes.ts'
import { RequestQueue } from '../connections/request-queue.ts'
import { Dispatcher, type PhaseTraffic, type SegmentTraffic } from '../dispatch/dispatcher.ts'
import { EventLoopDelay } from '../recording/event-loop-delay.ts'
import { threadCpuSeconds } from '../recording/thread-cpu.ts'
import { type RequestTiming, TimingColumns, timingsBuffers } from '../recording/timings.ts'
import { type PlannedPhase, planPhases } from '../schedule/phase.ts'
import { type Alarm, systemTimers } from '../timers.ts'
import type { FromGenerator, Prepare, StartSegment, ToGenerator } from './protocol.ts'
import { PROTOCOL_VERSION } from './protocol.ts'

const version = PROTOCOL_VERSION

/** Every arrival ends within twice the timeout of its intended start; past that and this, something is wrong. */
const DRAIN_MARGIN_SECONDS = 1

/**
 * All connections are open when they have been for `settled`: a service may accept one and close it at once.
 * After `allTried` they are waited for no longer if each was tried, after `atMost` in any case.
 */
const OPENING_SECONDS = { settled: 0.02, allTried: 1.5, atMost: 5 } as const

export type Post = (message: FromGenerator, transfer?: ArrayBuffer[]) => void

interface Effort {
  readonly startSeconds: number
  readonly cpuSeconds: number
  readonly busyWaitSeconds: number
}

export class Generator {
  readonly #post: Post
  readonly #task: Prepare
  readonly #phases: readonly PlannedPhase[]
  readonly #queue: RequestQueue
  readonly #dispatcher: Dispatcher
  readonly #connections: AutocannonPool
  readonly #columns = new TimingColumns()
  readonly #eventLoopDelay = new EventLoopDelay(systemTimers)
  #measuredFrom: Effort | undefined
  #epochSeconds: number | undefined
  #nextFlush: Alarm | undefined
  #isStopped = false

  /** Starts to open the connections. @throws UserError where a request cannot be sent as it is written */
  constructor(task: Prepare, post: Post) {
    const { plan, shard, connections, precision } = task
    this.#task = task
    this.#post = post
    this.#phases = planPhases(plan, shard)
    this.#queue = new RequestQueue({
      nowSeconds: systemTimers.nowSeconds,
      timeoutSeconds: plan.timeoutSeconds,
      record: (timing) => this.#record(timing),
    })
    const drainSeconds = 2 * plan.timeoutSeconds + DRAIN_MARGIN_SECONDS
    this.#dispatcher = new Dispatcher({ timers: systemTimers, queue: this.#queue, precision, drainSeconds })
    this.#connections = openConnections(task, this.#queue, connections)
  }

  /** Says `ready` when the connections are open, or as many as can be. */
  async announce(): Promise<void> {
    const startSeconds = systemClock.nowSeconds()
    let allOpenSeconds = 0
    while (!this.#isStopped && allOpenSeconds < OPENING_SECONDS.settled) {
      const waitedSeconds = systemClock.nowSeconds() - startSeconds
      const isTried = waitedSeconds >= OPENING_SECONDS.allTried && this.#connections.allTried
      if (isTried || waitedSeconds >= OPENING_SECONDS.atMost) break
      await systemClock.sleep(0.005)
      allOpenSeconds = this.#connections.openCount === this.#task.connections ? allOpenSeconds + 0.005 : 0
    }
    if (this.#isStopped) return
    const connectFailure = this.#connections.lastFailure ?? null
    this.#post({ version, type: 'ready', openConnections: this.#connections.openCount, connectFailure })
  }

  handle(message: Exclude<ToGenerator, Prepare>): void {
    if (message.type === 'stop') this.#stop()
    else void this.#runSegment(message)
  }

  /** Hands over what has ended so far. */
  flush(): void {
    const timings = this.#columns.take()
    const { offered, inFlight, backlog } = this.#queue
    const peaks = this.#queue.takePeaks()
    const atSeconds = this.#epochSeconds === undefined ? 0 : systemClock.nowSeconds() - this.#epochSeconds
    this.#post(
      { version, type: 'timings', atSeconds, timings, offered, inFlight, backlog, ...peaks },
      timingsBuffers(timings),
    )
  }

  async #runSegment({ firstPhase, endPhase, startSeconds, epochSeconds }: StartSegment): Promise<void> {
    if (this.#epochSeconds === undefined) {
      this.#epochSeconds = epochSeconds
      this.#flushEverySecond(epochSeconds)
    }
    if ((this.#task.plan.phases[firstPhase] as Phase).measured) this.#startMeasuring()
    await this.#dispatcher.run(segmentTraffic(this.#phases.slice(firstPhase, endPhase), startSeconds))
    if (this.#isStopped) return
    this.flush()
    this.#post({ version, type: 'segment-done', firstPhase })
  }

  #stop(): void {
    if (this.#isStopped) return
    this.#isStopped = true
    const stoppedSeconds = this.#dispatcher.stop()
    if (this.#nextFlush) systemTimers.cancel(this.#nextFlush)
    this.flush()
    const { unsolicited } = this.#connections
    this.#post({ version, type: 'done', stoppedSeconds, unsolicited, ...this.#measuredEffort() })
    void this.#connections.close()
  }

  #record(timing: RequestTiming): void {
    const zero = this.#epochSeconds ?? 0
    this.#columns.add({
      ...timing,
      intendedSeconds: timing.intendedSeconds - zero,
      sentSeconds: timing.sentSeconds - zero,
      endedSeconds: timing.endedSeconds - zero,
    })
  }

  #flushEverySecond(nextSeconds: number): void {
    this.#nextFlush = systemTimers.sleep(Math.max(0, nextSeconds + 1 - systemClock.nowSeconds()), () => {
      this.flush()
      this.#flushEverySecond(nextSeconds + 1)
    })
  }

  #startMeasuring(): void {
    this.#queue.takePeaks()
    this.#eventLoopDelay.start()
    this.#measuredFrom = this.#effort()
  }

  #effort(): Effort {
    return {
      startSeconds: systemClock.nowSeconds(),
      cpuSeconds: threadCpuSeconds(),
      busyWaitSeconds: this.#dispatcher.busyWaitSeconds,
    }
  }

  #measuredEffort(): { eventLoopDelay: typeof NO_LATENCIES; cpuShare: number } {
    const from = this.#measuredFrom
    if (!from) return { eventLoopDelay: NO_LATENCIES, cpuShare: 0 }
    const to = this.#effort()
    const usedSeconds = to.cpuSeconds - from.cpuSeconds - (to.busyWaitSeconds - from.busyWaitSeconds)
    const cpuShare = Math.max(0, usedSeconds / (to.startSeconds - from.startSeconds))
    return { eventLoopDelay: this.#eventLoopDelay.stop(), cpuShare }
  }
}

function openConnections({ plan }: Prepare, queue: RequestQueue, connections: number): AutocannonPool {
  const url = new URL(plan.url)
  return new AutocannonPool({
    url,
    verifyTls: plan.verifyTls,
    requests: plan.requests.map((template) => ({
      bytes: requestBytes(url, template),
      isHead: template.method.toUpperCase() === 'HEAD',
      expect: template.expect,
    })),
    connections,
    openTimeoutSeconds: plan.timeoutSeconds,
    clock: systemClock,
    addConnection: (connection) => queue.addConnection(connection),
  })
}

function segmentTraffic(phases: readonly PlannedPhase[], startSeconds: number): SegmentTraffic {
  let phaseStart = startSeconds
  const traffic: PhaseTraffic[] = phases.map(({ phase, durationSeconds, sourceFrom }) => {
    const source = sourceFrom(phaseStart)
    phaseStart += durationSeconds
    return { phase, source, endSeconds: phaseStart }
  })
  return { phases: traffic, endSeconds: phaseStart }
}
