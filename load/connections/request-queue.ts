// The queue between arrivals and connections. It knows neither the schedule nor HTTP.
//
//   - A due arrival gets the connection that has been idle longest, or waits, first come first served.
//   - One in flight times out `timeoutSeconds` after it was sent; one that waits, as long after its intended start.
//     So every arrival ends within twice the timeout of its intended start, whatever the service does.
//   - While no connection is open and the last attempt to open one failed, arrivals fail at once with `connect`,
//     those that wait too: a queue that nobody serves would hide that the service is down.
//   - Every offered arrival is recorded exactly once, with how it ended.

import { CONNECT, type OutcomeCode, TIMEOUT, UNFINISHED } from '../recording/outcome.ts'
import type { RequestTiming } from '../recording/timings.ts'
import type { Arrival, ArrivalSink } from '../schedule/arrival.ts'
import type { Connection, ConnectionListener } from './connection.ts'
import { Fifo } from './fifo.ts'
import { Linked, LinkedList } from './linked-list.ts'

export interface QueueListener {
  /** An arrival ended and was recorded. */
  ended(arrival: Arrival, couldConnect: boolean, nowSeconds: number): void
  /** A connection is idle and nobody waits for it. */
  idle(nowSeconds: number): void
}

export interface QueueOptions {
  readonly nowSeconds: () => number
  readonly timeoutSeconds: number
  /** Instants are on the clock's axis here. */
  readonly record: (timing: RequestTiming) => void
}

export class RequestQueue implements ArrivalSink {
  readonly #options: QueueOptions
  readonly #idle = new LinkedList<PooledConnection>()
  readonly #busy = new LinkedList<PooledConnection>()
  readonly #waiting = new Fifo<Arrival>()
  #listener: QueueListener | undefined
  #unreachable = false
  #stopped = false
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
    const seat = new PooledConnection(connection)
    return {
      opened: () => this.#opened(seat),
      answered: (outcome, status, endedSeconds) => this.#answered(seat, outcome, status, endedSeconds),
      free: () => this.#free(seat),
      lost: (reason) => this.#lost(seat, reason),
      openFailed: () => this.#openFailed(),
    }
  }

  get inFlight(): number {
    return this.#busy.size
  }

  /** Arrivals that are due and wait for a connection. */
  get backlog(): number {
    return this.#waiting.size
  }

  get openConnections(): number {
    return this.#idle.size + this.#busy.size
  }

  get hasIdleConnection(): boolean {
    return this.#idle.size > 0
  }

  /** Arrivals offered so far. */
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

  offer(arrival: Arrival): void {
    this.#offered++
    const seat = this.#idle.first
    if (this.#stopped) this.#endUnsent(arrival, UNFINISHED)
    else if (seat) this.#send(seat, arrival)
    else if (this.#unreachable) this.#endUnsent(arrival, CONNECT)
    else this.#wait(arrival)
  }

  /** When the next arrival times out unless it ends before. Infinity where there is none. */
  nextDeadlineSeconds(): number {
    const sentSeconds = this.#busy.first?.sentSeconds ?? Number.POSITIVE_INFINITY
    const intendedSeconds = this.#waiting.first?.intendedSeconds ?? Number.POSITIVE_INFINITY
    return Math.min(sentSeconds, intendedSeconds) + this.#options.timeoutSeconds
  }

  /** Ends everything whose deadline has passed. */
  expire(nowSeconds: number): void {
    const { timeoutSeconds } = this.#options
    for (let seat = this.#busy.first; seat && seat.sentSeconds + timeoutSeconds <= nowSeconds; seat = this.#busy.first)
      this.#giveUp(seat, TIMEOUT)
    for (
      let arrival = this.#waiting.first;
      arrival && arrival.intendedSeconds + timeoutSeconds <= nowSeconds;
      arrival = this.#waiting.first
    ) {
      this.#waiting.shift()
      this.#endUnsent(arrival, TIMEOUT)
    }
  }

  /** Ends everything now as unfinished. */
  abandon(): void {
    this.#failWaiting(UNFINISHED)
    for (let seat = this.#busy.first; seat; seat = this.#busy.first) this.#giveUp(seat, UNFINISHED)
  }

  /** The same, and nothing is sent any more: what is still offered ends as unfinished too. */
  stop(): void {
    this.#stopped = true
    this.abandon()
  }

  #opened(seat: PooledConnection): void {
    this.#unreachable = false
    this.#free(seat)
  }

  #free(seat: PooledConnection): void {
    const nowSeconds = this.#options.nowSeconds()
    seat.freeSeconds = nowSeconds
    this.#idle.push(seat)
    const waiting = this.#waiting.shift()
    if (waiting) this.#send(seat, waiting)
    else this.#listener?.idle(nowSeconds)
  }

  #answered(seat: PooledConnection, outcome: OutcomeCode, status: number, endedSeconds: number): void {
    if (seat.arrival) this.#endSent(seat, outcome, status, endedSeconds)
  }

  #lost(seat: PooledConnection, reason: OutcomeCode): void {
    if (seat.arrival) this.#endSent(seat, reason, 0)
    this.#idle.remove(seat)
  }

  #openFailed(): void {
    if (this.openConnections > 0) return
    this.#unreachable = true
    this.#failWaiting(CONNECT)
  }

  #send(seat: PooledConnection, arrival: Arrival): void {
    this.#busy.push(seat)
    this.#inFlightMax = Math.max(this.#inFlightMax, this.#busy.size)
    seat.arrival = arrival
    seat.sentSeconds = this.#options.nowSeconds()
    seat.connection.send(arrival.request)
  }

  #wait(arrival: Arrival): void {
    this.#waiting.push(arrival)
    this.#backlogMax = Math.max(this.#backlogMax, this.#waiting.size)
  }

  #giveUp(seat: PooledConnection, outcome: OutcomeCode): void {
    this.#endSent(seat, outcome, 0)
    seat.connection.abort()
  }

  #failWaiting(outcome: OutcomeCode): void {
    for (let arrival = this.#waiting.shift(); arrival; arrival = this.#waiting.shift())
      this.#endUnsent(arrival, outcome)
  }

  #endSent(
    seat: PooledConnection,
    outcome: OutcomeCode,
    status: number,
    endedSeconds = this.#options.nowSeconds(),
  ): void {
    const arrival = seat.arrival as Arrival
    const { intendedSeconds, phase, request } = arrival
    const { sentSeconds } = seat
    const sendLagSeconds = sentSeconds - Math.max(intendedSeconds, seat.freeSeconds)
    seat.arrival = undefined
    this.#busy.remove(seat)
    this.#options.record({
      intendedSeconds,
      sentSeconds,
      endedSeconds,
      sendLagSeconds,
      phase,
      request,
      outcome,
      status,
    })
    this.#listener?.ended(arrival, true, endedSeconds)
  }

  #endUnsent(arrival: Arrival, outcome: OutcomeCode): void {
    const { intendedSeconds, phase, request } = arrival
    const endedSeconds = this.#options.nowSeconds()
    const never = { sentSeconds: Number.NaN, sendLagSeconds: Number.NaN, status: 0 }
    this.#options.record({ intendedSeconds, endedSeconds, phase, request, outcome, ...never })
    this.#listener?.ended(arrival, outcome !== CONNECT, endedSeconds)
  }
}

/** A connection as the queue sees it: idle, busy, or in neither list while it may not be used. */
class PooledConnection extends Linked<PooledConnection> {
  readonly connection: Connection
  /** What is in flight. */
  arrival: Arrival | undefined
  sentSeconds = 0
  freeSeconds = 0

  constructor(connection: Connection) {
    super()
    this.connection = connection
  }
}
