// The queue of requests between arrivals and connections. It knows neither the schedule nor HTTP.
//
//   - A due arrival gets the connection that has been idle longest, or waits, first come first served.
//   - An arrival keeps its intended start while it waits, and its latency counts from there. This is what prevents
//     *coordinated omission*: a load generator that waits for a slow service before it starts the clock of the next
//     request leaves out exactly the latencies that the slowness caused (Gil Tene; wrk2; docs/measurement.md).
//   - A request in flight or a waiting one times out as request-timeout.ts says.
//     So every arrival ends within twice the timeout of its intended start, whatever the service does.
//   - While no connection is open and the last attempt to open one failed, arrivals fail at once with `connect`, waiting
//     ones included: a queue that nothing serves would hide that the service is down.
//   - An arrival whose request cannot be made of its values ends at once, as `unsendable`, and its connection stays free.
//   - Every offered arrival is recorded exactly once, with its outcome.

import type { Connection, ConnectionListener, Opening, PreparedRequest } from '../connections/connection.ts'
import { Fifo } from '../connections/fifo.ts'
import { Linked, LinkedList } from '../connections/linked-list.ts'
import { CONNECT, INTERRUPTED, type OutcomeCode, TIMEOUT, UNFINISHED, UNSENDABLE } from '../recording/outcome.ts'
import { type RequestTiming, SEND_STATES } from '../recording/timings.ts'
import type { RequestSource } from '../requests/request-source.ts'
import { Unsendable } from '../requests/value-source.ts'
import type { Arrival, ArrivalSink } from '../schedule/arrival.ts'
import { requestDeadlineSeconds } from './request-timeout.ts'

const NEVER = SEND_STATES.indexOf('never')
const SPARE = SEND_STATES.indexOf('spare')
const AT_ONCE = SEND_STATES.indexOf('at once')
const WAITED = SEND_STATES.indexOf('waited')

export interface QueueListener {
  /** An arrival ended and was recorded. */
  ended(arrival: Arrival, outcome: OutcomeCode, nowSeconds: number): void
  /** A connection became idle and no arrival waits for it. */
  idle(nowSeconds: number): void
}

export interface QueueOptions {
  readonly nowSeconds: () => number
  readonly timeoutSeconds: number
  /** What an arrival sends. */
  readonly requests: RequestSource
  /** An arrival found no idle connection. */
  readonly onShortage?: () => void
  /** The request of an arrival cannot be made. @param reason a sentence without the values */
  readonly onUnsendable?: (arrival: Arrival, reason: string) => void
  /** Gets instants on the clock's axis. */
  readonly record: (timing: RequestTiming) => void
  /** Gets, after `record`, those that were sent over a connection which was opened while they waited. */
  readonly recordOpening?: (timing: RequestTiming, opening: Opening) => void
}

export class RequestQueue implements ArrivalSink {
  readonly #options: QueueOptions
  readonly #idle = new LinkedList<PooledConnection>()
  readonly #busy = new LinkedList<PooledConnection>()
  readonly #waiting = new Fifo<Arrival>()
  #listener: QueueListener | undefined
  #unreachable = false
  #stopped = false
  #connections = 0
  #offered = 0
  #inFlightMax = 0
  #backlogMax = 0

  constructor(options: QueueOptions) {
    this.#options = options
  }

  listen(listener: QueueListener): void {
    this.#listener = listener
  }

  addConnection(connection: Connection): ConnectionListener {
    this.#connections++
    const pooled = new PooledConnection(connection)
    return {
      opened: (opening) => this.#opened(pooled, opening),
      responded: (outcome, status, firstByteSeconds, endedSeconds) =>
        this.#responded(pooled, outcome, status, firstByteSeconds, endedSeconds),
      free: () => this.#free(pooled),
      lost: (reason) => this.#lost(pooled, reason),
      openFailed: () => this.#openFailed(),
    }
  }

  get inFlight(): number {
    return this.#busy.size
  }

  /** How many arrivals wait for a connection. */
  get backlog(): number {
    return this.#waiting.size
  }

  get openConnections(): number {
    return this.#idle.size + this.#busy.size
  }

  get hasIdleConnection(): boolean {
    return this.#idle.size > 0
  }

  /** How many arrivals were offered so far. */
  get offered(): number {
    return this.#offered
  }

  /** The most in flight and the most in the backlog since the last call. */
  takePeaks(): { inFlightMax: number; backlogMax: number } {
    const peaks = { inFlightMax: this.#inFlightMax, backlogMax: this.#backlogMax }
    this.#inFlightMax = this.#busy.size
    this.#backlogMax = this.#waiting.size
    return peaks
  }

  /** The arrivals that were offered and have not ended. */
  *open(): Generator<Arrival> {
    for (let connection = this.#busy.first; connection; connection = connection.after)
      if (connection.arrival) yield connection.arrival
    yield* this.#waiting
  }

  offer(arrival: Arrival): void {
    this.#offered++
    const connection = this.#idle.first
    if (this.#stopped) this.#endUnsent(arrival, INTERRUPTED)
    else if (connection) this.#send(connection, arrival, this.#busy.size < this.#connections / 2 ? SPARE : AT_ONCE)
    else if (this.#unreachable) this.#endUnsent(arrival, CONNECT)
    else this.#wait(arrival)
  }

  /** When the next timeout is due. Infinity where nothing is in flight or waits. */
  nextDeadlineSeconds(): number {
    const sentSeconds = this.#busy.first?.sentSeconds ?? Number.POSITIVE_INFINITY
    const intendedSeconds = this.#waiting.first?.intendedSeconds ?? Number.POSITIVE_INFINITY
    return requestDeadlineSeconds(Math.min(sentSeconds, intendedSeconds), this.#options.timeoutSeconds)
  }

  /** Ends everything whose deadline has passed. */
  expire(nowSeconds: number): void {
    const { timeoutSeconds } = this.#options
    for (
      let connection = this.#busy.first;
      connection && requestDeadlineSeconds(connection.sentSeconds, timeoutSeconds) <= nowSeconds;
      connection = this.#busy.first
    )
      this.#giveUp(connection, TIMEOUT)
    for (
      let arrival = this.#waiting.first;
      arrival && requestDeadlineSeconds(arrival.intendedSeconds, timeoutSeconds) <= nowSeconds;
      arrival = this.#waiting.first
    ) {
      this.#waiting.shift()
      this.#endUnsent(arrival, TIMEOUT)
    }
  }

  /** Ends everything now as unfinished: the time to wait for it is over. */
  abandon(): void {
    this.#endAll(UNFINISHED)
  }

  /** Ends everything now as interrupted, and sends nothing any more: later arrivals end in the same way at once. */
  stop(): void {
    this.#stopped = true
    this.#endAll(INTERRUPTED)
  }

  #opened(connection: PooledConnection, opening: Opening | undefined): void {
    this.#unreachable = false
    connection.opening = this.backlog > 0 ? opening : undefined
    // Where every request has a connection of its own opened, none waits until another is over.
    const isOneOfFew = this.#busy.size + this.#waiting.size <= this.#connections / 2
    this.#free(connection, isOneOfFew ? SPARE : WAITED)
  }

  #free(connection: PooledConnection, sendState = WAITED): void {
    const nowSeconds = this.#options.nowSeconds()
    connection.freeSeconds = nowSeconds
    this.#idle.push(connection)
    for (let waiting = this.#waiting.shift(); waiting; waiting = this.#waiting.shift())
      if (this.#send(connection, waiting, sendState)) return
    this.#listener?.idle(nowSeconds)
  }

  #responded(
    connection: PooledConnection,
    outcome: OutcomeCode,
    status: number,
    firstByteSeconds: number,
    endedSeconds: number,
  ): void {
    if (connection.arrival) this.#endSent(connection, outcome, status, firstByteSeconds, endedSeconds)
  }

  #lost(connection: PooledConnection, reason: OutcomeCode): void {
    if (connection.arrival) this.#endSent(connection, reason, 0)
    this.#idle.remove(connection)
  }

  #openFailed(): void {
    if (this.openConnections > 0) return
    this.#unreachable = true
    this.#failWaiting(CONNECT)
  }

  /** @returns false where the arrival has ended, because its request cannot be made */
  #send(connection: PooledConnection, arrival: Arrival, sendState: number): boolean {
    const request = this.#prepared(arrival)
    if (request === undefined) return false
    this.#busy.push(connection)
    this.#inFlightMax = Math.max(this.#inFlightMax, this.#busy.size)
    connection.arrival = arrival
    connection.sendState = sendState
    connection.sentSeconds = this.#options.nowSeconds()
    connection.engine.send(request)
    return true
  }

  #prepared(arrival: Arrival): PreparedRequest | undefined {
    try {
      return this.#options.requests.prepare(arrival)
    } catch (error) {
      if (!(error instanceof Unsendable)) throw error
      this.#options.onUnsendable?.(arrival, error.message)
      this.#endUnsent(arrival, UNSENDABLE)
      return undefined
    }
  }

  /** The arrival is kept as it is: its intended start does not move, however long it waits. */
  #wait(arrival: Arrival): void {
    this.#waiting.push(arrival)
    this.#backlogMax = Math.max(this.#backlogMax, this.#waiting.size)
    this.#options.onShortage?.()
  }

  #endAll(outcome: OutcomeCode): void {
    this.#failWaiting(outcome)
    for (let connection = this.#busy.first; connection; connection = this.#busy.first) this.#giveUp(connection, outcome)
  }

  #giveUp(connection: PooledConnection, outcome: OutcomeCode): void {
    this.#endSent(connection, outcome, 0, connection.engine.firstByteSeconds)
    connection.engine.abort()
  }

  #failWaiting(outcome: OutcomeCode): void {
    for (let arrival = this.#waiting.shift(); arrival; arrival = this.#waiting.shift())
      this.#endUnsent(arrival, outcome)
  }

  #endSent(
    connection: PooledConnection,
    outcome: OutcomeCode,
    status: number,
    firstByteSeconds = Number.NaN,
    endedSeconds = this.#options.nowSeconds(),
  ): void {
    const arrival = connection.arrival as Arrival
    const { intendedSeconds, phase, request } = arrival
    const { sentSeconds, sendState } = connection
    const sendLagSeconds = sentSeconds - Math.max(intendedSeconds, connection.freeSeconds)
    connection.arrival = undefined
    this.#busy.remove(connection)
    const timing = {
      intendedSeconds,
      sentSeconds,
      firstByteSeconds,
      endedSeconds,
      sendLagSeconds,
      sendState,
      phase,
      request,
      outcome,
      status,
    }
    this.#options.record(timing)
    if (connection.opening) this.#endOpening(connection, timing, connection.opening)
    this.#listener?.ended(arrival, outcome, endedSeconds)
  }

  #endOpening(connection: PooledConnection, timing: RequestTiming, opening: Opening): void {
    connection.opening = undefined
    this.#options.recordOpening?.(timing, opening)
  }

  #endUnsent(arrival: Arrival, outcome: OutcomeCode): void {
    const { intendedSeconds, phase, request } = arrival
    const endedSeconds = this.#options.nowSeconds()
    const instants = { intendedSeconds, sentSeconds: Number.NaN, firstByteSeconds: Number.NaN, endedSeconds }
    const never = { sendLagSeconds: Number.NaN, sendState: NEVER, status: 0 }
    this.#options.record({ ...instants, ...never, phase, request, outcome })
    this.#listener?.ended(arrival, outcome, endedSeconds)
  }
}

/** A connection of the pool. It is in the list of idle or of busy ones, or in neither while it may not be used. */
class PooledConnection extends Linked<PooledConnection> {
  readonly engine: Connection
  /** The arrival whose request is in flight. */
  arrival: Arrival | undefined
  sendState = NEVER
  sentSeconds = 0
  freeSeconds = 0
  /** How it was opened, while the request that waited for that is in flight. */
  opening: Opening | undefined

  constructor(engine: Connection) {
    super()
    this.engine = engine
  }
}
