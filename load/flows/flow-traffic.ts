// The traffic of one segment where users walk through flows.
//
// Open phases: each arrival of the schedule is a new user, who begins one iteration whatever became of those before.
// Closed phases: each of a fixed number of users begins an iteration, and another one when that has ended, until the
// phase ends.
//
// Within an iteration the user waits for each answer, thinks, and sends the next request: that one is due when the former
// answer was read whole, plus the thinking. The first is due when the schedule says. Each response time counts from there,
// so that waiting for a connection is part of it; nothing that a slow service delays moves an arrival of the schedule.
//
// A step that is not answered as expected ends its iteration. What an ended iteration would have sent was never due, so
// it is no arrival; that iterations fail is counted by itself (iteration-tally.ts).
//
// A step belongs to the phase in whose time it is due. A user who arrived in an open phase goes on in the phases that
// follow; at the end of the segment nothing more is due, and what is under way stays unfinished.

import type { Flow } from '../../core/scenario/flows/flow.ts'
import { COMPLETED, errorKindOf, type OutcomeCode, TIMEOUT } from '../recording/outcome.ts'
import type { Arrival, ArrivalSink, ArrivalSource, Draw } from '../schedule/arrival.ts'
import { pauseAfter } from '../schedule/closed-loop.ts'
import { DueQueue } from '../schedule/due-queue.ts'
import { CookieJar } from './cookies/cookie-jar.ts'
import type { IterationTally } from './iteration-tally.ts'
import type { UserSession } from './user-session.ts'
import { type Drawn, Walk } from './walk.ts'

/** Users who arrive by the schedule, each for one iteration. */
export interface ArrivingUsers {
  readonly kind: 'open'
  /** When the users of this generator arrive: seconds from the phase's start, ascending. */
  readonly seconds: Float64Array
  /** What the nth of them does; asked for when it arrives. */
  draw(nth: number): Drawn
}

/** Users who begin again and again. */
export interface StayingUsers {
  readonly kind: 'closed'
  readonly thinkSeconds: number
  readonly users: readonly StayingUser[]
}

export interface StayingUser {
  /** Seconds from the phase's start. */
  readonly startSeconds: number
  /** The user comes to be. */
  start(): void
  /** What the next iteration does; or the data set that has no row for it. */
  draw(): Drawn | { readonly outOf: number }
}

export interface FlowPhase {
  /** Index into the plan's phases. */
  readonly phase: number
  readonly durationSeconds: number
  readonly users: ArrivingUsers | StayingUsers
}

export interface FlowTrafficOptions {
  readonly flows: readonly Flow[]
  /** One after the other. */
  readonly phases: readonly FlowPhase[]
  /** When the first of them starts, on the clock's axis. */
  readonly startSeconds: number
  readonly tally: IterationTally
  /** What an iteration keeps of its answers. @param cookies those of its user; null where the flow keeps none */
  readonly openSession: (cookies: CookieJar | null) => UserSession
  /** A user got a `Secure` cookie in the clear, which is not kept. */
  readonly onRefusedCookie: (name: string) => void
  /** A user stops, because a data set has no row for the next iteration. */
  readonly onOutOfRows: (dataSet: number) => void
}

interface Window {
  readonly phase: number
  readonly startSeconds: number
  readonly endSeconds: number
}

interface Arriving extends Window {
  readonly users: ArrivingUsers
  next: number
}

/** One who is there: in an iteration, or about to begin one. */
interface User {
  /** In which the user's iterations begin. */
  readonly phase: number
  /** Nothing is due from then on. */
  readonly endSeconds: number
  /** After an answer to a step that does not say it. */
  readonly thinkSeconds: number
  /** Null where the user leaves after one iteration. */
  readonly draw: StayingUser['draw'] | null
  cookies: CookieJar | null
  beganSeconds: number
  walk: Walk | null
  /** By what all requests of the iteration draw their values. */
  values: Draw | undefined
  session: UserSession | null
}

export class FlowTraffic implements ArrivalSource {
  readonly #flows: readonly Flow[]
  readonly #tally: IterationTally
  readonly #openSession: FlowTrafficOptions['openSession']
  readonly #onRefusedCookie: FlowTrafficOptions['onRefusedCookie']
  readonly #onOutOfRows: FlowTrafficOptions['onOutOfRows']
  readonly #windows: readonly Window[]
  readonly #arriving: readonly Arriving[]
  readonly #due = new DueQueue()
  /** By the number that their arrivals carry as `user`. */
  readonly #users: (User | undefined)[] = []
  readonly #free: number[] = []
  readonly #endSeconds: number
  /** The first open phase that may still have arrivals. */
  #current = 0

  constructor({ flows, phases, startSeconds, tally, ...options }: FlowTrafficOptions) {
    this.#flows = flows
    this.#tally = tally
    this.#openSession = options.openSession
    this.#onRefusedCookie = options.onRefusedCookie
    this.#onOutOfRows = options.onOutOfRows
    const windows: Window[] = []
    const arriving: Arriving[] = []
    let endSeconds = startSeconds
    for (const { phase, durationSeconds, users } of phases) {
      const window = { phase, startSeconds: endSeconds, endSeconds: endSeconds + durationSeconds }
      endSeconds = window.endSeconds
      windows.push(window)
      if (users.kind === 'open') arriving.push({ ...window, users, next: 0 })
      else for (const user of users.users) this.#stay(user, users.thinkSeconds, window)
    }
    this.#windows = windows
    this.#arriving = arriving
    this.#endSeconds = endSeconds
  }

  nextDueSeconds(): number {
    return Math.min(this.#nextArrivalSeconds(), this.#due.earliestSeconds())
  }

  releaseDue(nowSeconds: number, sink: ArrivalSink): void {
    for (;;) {
      const arrivalSeconds = this.#nextArrivalSeconds()
      const dueSeconds = this.#due.earliestSeconds()
      if (Math.min(arrivalSeconds, dueSeconds) > nowSeconds) return
      if (arrivalSeconds <= dueSeconds) this.#offer(this.#arrive(arrivalSeconds), arrivalSeconds, sink)
      else this.#offer(this.#due.take(), dueSeconds, sink)
    }
  }

  ended({ user: id }: Arrival, outcome: OutcomeCode, nowSeconds: number): void {
    const user = this.#users[id]
    const walk = user?.walk
    if (!user || !walk) return
    const thinkSeconds = walk.thinkSeconds ?? user.thinkSeconds
    const failure = outcome === TIMEOUT ? 'timeout' : errorKindOf(outcome)
    if (outcome === COMPLETED && walk.advance()) this.#goOn(id, nowSeconds + thinkSeconds)
    // What the end of the run cut off has neither completed nor failed.
    else if (outcome !== COMPLETED && failure === undefined) this.#leave(id)
    else {
      if (failure === undefined) this.#tally.completed(user.phase, walk.flow, nowSeconds - user.beganSeconds)
      else this.#tally.failed(user.phase, walk.flow, walk.step, failure)
      user.walk = null
      if (user.draw === null) this.#leave(id)
      else this.#goOn(id, nowSeconds + pauseAfter(outcome, thinkSeconds))
    }
  }

  /** What the user who sends an arrival keeps of earlier answers. @throws RangeError where the arrival has ended */
  sessionOf({ user }: Arrival): UserSession {
    const session = this.#users[user]?.session
    if (!session) throw new RangeError(`user ${user}: expected one who is in an iteration`)
    return session
  }

  #nextArrivalSeconds(): number {
    for (; this.#current < this.#arriving.length; this.#current++) {
      const { users, next, startSeconds } = this.#arriving[this.#current] as Arriving
      const seconds = users.seconds[next]
      if (seconds !== undefined) return startSeconds + seconds
    }
    return Number.POSITIVE_INFINITY
  }

  #arrive(seconds: number): number {
    const arriving = this.#arriving[this.#current] as Arriving
    const { users, phase } = arriving
    const nth = arriving.next++
    const id = this.#add({ phase, endSeconds: this.#endSeconds, thinkSeconds: 0, draw: null })
    this.#begin(this.#users[id] as User, users.draw(nth), seconds)
    return id
  }

  #stay({ startSeconds, start, draw }: StayingUser, thinkSeconds: number, window: Window): void {
    const { phase, endSeconds } = window
    const id = this.#add({ phase, endSeconds, thinkSeconds, draw })
    start()
    this.#goOn(id, window.startSeconds + startSeconds)
  }

  #add(user: Pick<User, 'phase' | 'endSeconds' | 'thinkSeconds' | 'draw'>): number {
    const id = this.#free.pop() ?? this.#users.length
    this.#users[id] = {
      ...user,
      cookies: null,
      beganSeconds: Number.NaN,
      walk: null,
      values: undefined,
      session: null,
    }
    return id
  }

  #leave(id: number): void {
    this.#users[id] = undefined
    this.#free.push(id)
  }

  #goOn(id: number, seconds: number): void {
    if (seconds < (this.#users[id] as User).endSeconds) this.#due.add(seconds, id)
    else this.#leave(id)
  }

  #begin(user: User, drawn: Drawn, seconds: number): void {
    user.walk = new Walk(this.#flows, drawn)
    user.values = drawn.draw
    user.beganSeconds = seconds
    const keepsCookies = this.#flows[drawn.flow]?.cookies ?? false
    if (keepsCookies) user.cookies ??= new CookieJar(this.#onRefusedCookie)
    user.session = this.#openSession(keepsCookies ? user.cookies : null)
    this.#tally.began(user.phase, drawn.flow)
  }

  #offer(id: number, intendedSeconds: number, sink: ArrivalSink): void {
    const user = this.#users[id] as User
    if (user.walk === null && user.draw !== null) {
      const drawn = user.draw()
      if ('outOf' in drawn) {
        this.#leave(id)
        this.#onOutOfRows(drawn.outOf)
        return
      }
      this.#begin(user, drawn, intendedSeconds)
    }
    const { walk, values } = user
    if (walk === null) throw new RangeError(`user ${id}: expected one who is in an iteration`)
    const arrival = { intendedSeconds, phase: this.#phaseAt(intendedSeconds), request: walk.request, user: id }
    sink.offer(values === undefined ? arrival : { ...arrival, draw: values })
  }

  #phaseAt(seconds: number): number {
    const { phase } =
      this.#windows.findLast(({ startSeconds }) => startSeconds <= seconds) ?? (this.#windows[0] as Window)
    return phase
  }
}
