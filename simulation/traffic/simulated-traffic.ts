// The traffic of a plan in virtual time. Schedule, flows, queue, connections and recording are the generator's own
// (load/): only the wires and the clock are simulated. The generator itself costs no time and is never late.

import { NO_LATENCIES } from '../../core/latency/latency-counts.ts'
import type { ErrorKind, LoadResult, PhaseWindow } from '../../core/run/load-result.ts'
import { keepsCookies } from '../../core/scenario/flows/flow.ts'
import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import type { MachineModel } from '../../core/simulation/machine-model.ts'
import { Collector } from '../../load/collector.ts'
import type { ConnectionPool } from '../../load/connections/connection.ts'
import { EnginePool } from '../../load/connections/engine-pool.ts'
import { Dispatcher, type SegmentTraffic } from '../../load/dispatch/dispatcher.ts'
import { RequestQueue } from '../../load/dispatch/request-queue.ts'
import { drainSecondsOf } from '../../load/dispatch/request-timeout.ts'
import { segmentTraffic } from '../../load/dispatch/segment-traffic.ts'
import { GeneratorFlows } from '../../load/flows/generator-flows.ts'
import { askedRequests } from '../../load/flows/session-requests.ts'
import { type Done, PROTOCOL_VERSION, type Timings } from '../../load/generator/protocol.ts'
import { FirstErrors } from '../../load/recording/first-errors.ts'
import { OpenTimesRecorder } from '../../load/recording/open-times-recorder.ts'
import { OpeningCosts } from '../../load/recording/opening-costs.ts'
import { CONNECT } from '../../load/recording/outcome.ts'
import { PeerLog } from '../../load/recording/peer-log.ts'
import { NO_THREAD_LOAD } from '../../load/recording/thread-load.ts'
import { type RequestTiming, TimingColumns } from '../../load/recording/timings.ts'
import { type OpenRequests, openRequests } from '../../load/requests/open-requests.ts'
import { asksForAnswers } from '../../load/responses/answer-readers.ts'
import { AnswerTally } from '../../load/responses/answer-tally.ts'
import { connectionsAtFirst, connectionsNeeded } from '../../load/schedule/connections-needed.ts'
import { type PlannedPhase, planPhases, type RowEvents } from '../../load/schedule/phase.ts'
import { LEAD_SECONDS, type Segment, segmentsOf, segmentWindows, windowsUntil } from '../../load/schedule/segment.ts'
import type { Timers } from '../../load/timers.ts'
import type { ModelService } from '../service/model-service.ts'
import { type Agenda, virtualTimers } from '../time/agenda.ts'
import { SimulatedWire, type SimulatedWireOptions } from './simulated-wire.ts'

export interface SimulatedTrafficOptions {
  /** Second 0 of the run is second 0 of the agenda, which stands before it. */
  readonly agenda: Agenda
  readonly plan: LoadPlan
  readonly service: ModelService
  readonly machine: MachineModel
}

export interface TrafficEvents {
  /** @param index of the plan's phases */
  phaseStarts(index: number): void
  /** Before the first measured phase, while nothing is in flight. */
  measuringStarts(): void
  /** All arrivals have ended. */
  ended(): void
}

const WHOLE_PLAN = { index: 0, count: 1 }
const ONLY_GENERATOR = 0
const version = PROTOCOL_VERSION

export class SimulatedTraffic {
  readonly #agenda: Agenda
  readonly #plan: LoadPlan
  readonly #timers: Timers
  readonly #queue: RequestQueue
  readonly #dispatcher: Dispatcher
  readonly #pool: ConnectionPool
  readonly #phases: readonly PlannedPhase[]
  /** Null where the plan has none. */
  readonly #flows: GeneratorFlows | null
  readonly #requests: OpenRequests
  readonly #columns = new TimingColumns()
  readonly #collector: Collector
  readonly #firstErrors: FirstErrors
  /** Null where no request asks for more than a status. */
  readonly #answers: AnswerTally | null
  readonly #openTimes = new OpenTimesRecorder()
  readonly #openingCosts = new OpeningCosts()
  readonly #peers = new PeerLog()
  readonly #windows: PhaseWindow[] = []
  #stoppedSeconds = 0

  /** Starts to open the connections. */
  constructor({ agenda, plan, service, machine }: SimulatedTrafficOptions) {
    this.#agenda = agenda
    this.#plan = plan
    this.#timers = virtualTimers(agenda)
    this.#collector = new Collector(plan)
    this.#firstErrors = new FirstErrors(plan)
    this.#answers = asksForAnswers(plan.requests) || keepsCookies(plan) ? new AnswerTally(this.#firstErrors) : null
    this.#requests = openRequests(plan)
    // That rows run out cannot be simulated, and is refused before.
    const rows: RowEvents = { expectTurn: this.#requests.expectTurn, outOfRows: () => {} }
    const { flows } = plan
    this.#flows = flows === undefined ? null : new GeneratorFlows({ plan, flows, shard: WHOLE_PLAN, rows })
    this.#phases = this.#flows === null ? planPhases(plan, WHOLE_PLAN, rows) : []
    this.#queue = new RequestQueue({
      nowSeconds: this.#timers.nowSeconds,
      timeoutSeconds: plan.timeoutSeconds,
      requests: askedRequests({ plan, inner: this.#requests.source, tally: this.#answers, flows: this.#flows }),
      onShortage: () => this.#pool.onShortage(),
      onUnsendable: ({ request }, reason) => this.#addUnsent(request, 'unsendable', reason, this.#timers.nowSeconds()),
      record: (timing) => this.#record(timing),
      recordOpening: (timing, opening) => this.#openingCosts.add(timing, opening),
    })
    const drainSeconds = drainSecondsOf(plan.timeoutSeconds)
    this.#dispatcher = new Dispatcher({ timers: this.#timers, queue: this.#queue, drainSeconds })
    this.#pool = this.#openPool({ agenda, service, machine })
  }

  /** Begins at second 0 of the run, or now where that has passed. */
  run(events: TrafficEvents): void {
    const [first, ...others] = segmentsOf(this.#plan.phases)
    if (first === undefined) throw new RangeError('phases: expected at least one, got none')
    if (first.isMeasured) events.measuringStarts()
    this.#flushEverySecond(1)
    this.#runSegment(first, Math.max(0, this.#agenda.nowSeconds), others, events)
  }

  /** To be called once all arrivals have ended. */
  result(): LoadResult {
    const phases = windowsUntil(this.#windows, this.#stoppedSeconds)
    const timers = { mode: 'sparing', reason: 'simulated' } as const
    return this.#collector.result([this.#done()], { phases, interrupted: false, timers, problems: [] })
  }

  #runSegment(segment: Segment, startSeconds: number, others: readonly Segment[], events: TrafficEvents): void {
    const windows = segmentWindows(this.#plan.phases, segment, startSeconds)
    this.#windows.push(...windows)
    for (const [i, window] of windows.entries())
      this.#agenda.at(window.startSeconds, () => events.phaseStarts(segment.firstPhase + i))
    this.#collector.startSegment()
    if (segment.isMeasured) this.#queue.takePeaks()
    this.#dispatcher.begin({ ...this.#trafficOf(segment, startSeconds), timers: 'exact' }, () => {
      this.#flush()
      const [next, ...rest] = others
      if (next === undefined) {
        this.#stoppedSeconds = this.#dispatcher.stop()
        this.#requests.close()
        events.ended()
        return
      }
      if (next.isMeasured) events.measuringStarts()
      this.#runSegment(next, this.#agenda.nowSeconds + LEAD_SECONDS, rest, events)
    })
  }

  #trafficOf({ firstPhase, endPhase }: Segment, startSeconds: number): Omit<SegmentTraffic, 'timers'> {
    return (
      this.#flows?.segment(firstPhase, endPhase, startSeconds) ??
      segmentTraffic(this.#phases.slice(firstPhase, endPhase), startSeconds)
    )
  }

  #openPool(wire: SimulatedWireOptions): ConnectionPool {
    const options = {
      url: new URL(this.#plan.url),
      verifyTls: false,
      connections: connectionsNeeded(this.#plan),
      openAtFirst: connectionsAtFirst(this.#plan),
      openTimeoutSeconds: this.#plan.timeoutSeconds,
      timers: this.#timers,
      firstErrors: this.#firstErrors,
      openTimes: this.#openTimes,
      peers: this.#peers,
      addConnection: this.#queue.addConnection.bind(this.#queue),
      onChange: () => {},
      waiting: () => this.#queue.backlog,
    }
    return new EnginePool(options, ({ connections }, addWire) => {
      for (let i = 0; i < connections; i++) addWire((listener) => new SimulatedWire(wire, listener)).begin()
      return { stop: async () => {} }
    })
  }

  #record(timing: RequestTiming): void {
    const { outcome, request, endedSeconds } = timing
    if (outcome === CONNECT) this.#addUnsent(request, 'connect', this.#pool.lastFailure ?? null, endedSeconds)
    this.#columns.add(timing)
  }

  #addUnsent(request: number, kind: ErrorKind, reason: string | null, atSeconds: number): void {
    if (this.#firstErrors.wants(request, kind, 0))
      this.#firstErrors.add({ request, kind, atSeconds, reason, answer: null })
  }

  #flushEverySecond(nextSeconds: number): void {
    this.#agenda.at(nextSeconds, () => {
      this.#flush()
      this.#flushEverySecond(nextSeconds + 1)
    })
  }

  #flush(): void {
    const { offered, inFlight, backlog } = this.#queue
    const message: Timings = {
      version,
      type: 'timings',
      atSeconds: this.#agenda.nowSeconds,
      timings: this.#columns.take(),
      offered,
      inFlight,
      backlog,
      ...this.#queue.takePeaks(),
      load: NO_THREAD_LOAD,
      firstErrors: this.#firstErrors.take(0),
      ...(this.#answers && { answers: this.#answers.take(0) }),
      ...(this.#flows && { iterations: this.#flows.takeIterations() }),
    }
    this.#collector.add(ONLY_GENERATOR, message)
  }

  #done(): Done {
    return {
      version,
      type: 'done',
      stoppedSeconds: this.#stoppedSeconds,
      unsolicited: this.#pool.unsolicited,
      connectionTimes: this.#openTimes.times(),
      openingCosts: this.#openingCosts.result(),
      peer: this.#peers.peer(),
      eventLoopDelay: NO_LATENCIES,
      cpuShare: 0,
      waiting: { wakeError: NO_LATENCIES, spinningShare: 0, alarmClockShare: 0 },
    }
  }
}
