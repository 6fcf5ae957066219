// How a number of arrivals ended, in columns: row i of each array is one arrival. Seconds of the run.
// Columns of numbers are cheap to fill, and move between threads without a copy.

/**
 * How a request got its connection. `spare`: at once, or as soon as one was opened for it, while at most half of them were
 * busy. `waited`: it had to wait until one was free. The order is part of the generator protocol.
 */
export const SEND_STATES = ['never', 'spare', 'at once', 'waited'] as const
export type SendState = (typeof SEND_STATES)[number]

/** A request that was never sent has NaN in `sentSeconds` and `sendLagSeconds`. */
export interface RequestTimings {
  readonly intendedSeconds: Float64Array<ArrayBuffer>
  readonly sentSeconds: Float64Array<ArrayBuffer>
  /** When the first byte of its response was read; NaN where no head was read, or not of an expected response. */
  readonly firstByteSeconds: Float64Array<ArrayBuffer>
  /** When its response was read whole, or when it was given up. */
  readonly endedSeconds: Float64Array<ArrayBuffer>
  /** Sent − (intended start, or when its connection became free if later). */
  readonly sendLagSeconds: Float64Array<ArrayBuffer>
  /** A place in `SEND_STATES`. */
  readonly sendState: Uint8Array<ArrayBuffer>
  readonly phase: Uint16Array<ArrayBuffer>
  readonly request: Uint16Array<ArrayBuffer>
  /** A place in `OUTCOMES`. */
  readonly outcome: Uint8Array<ArrayBuffer>
  /** The HTTP status; 0 where no response was read whole. */
  readonly status: Uint16Array<ArrayBuffer>
}

/** One row, before it is added to the columns. */
export interface RequestTiming {
  readonly intendedSeconds: number
  readonly sentSeconds: number
  readonly firstByteSeconds: number
  readonly endedSeconds: number
  readonly sendLagSeconds: number
  /** A place in `SEND_STATES`. */
  readonly sendState: number
  readonly phase: number
  readonly request: number
  readonly outcome: number
  readonly status: number
}

export function timingsCount(timings: RequestTimings): number {
  return timings.outcome.length
}

/** The memory of the columns, to be transferred to another thread instead of copied. */
export function timingsBuffers(timings: RequestTimings): ArrayBuffer[] {
  return Object.values<{ buffer: ArrayBuffer }>({ ...timings }).map((column) => column.buffer)
}

/** Columns that grow as rows are added. */
export class TimingColumns {
  #columns = emptyTimings(1024)
  #count = 0

  get count(): number {
    return this.#count
  }

  add(timing: RequestTiming): void {
    if (this.#count === this.#columns.outcome.length) this.#grow()
    const row = this.#count++
    const columns = this.#columns
    columns.intendedSeconds[row] = timing.intendedSeconds
    columns.sentSeconds[row] = timing.sentSeconds
    columns.firstByteSeconds[row] = timing.firstByteSeconds
    columns.endedSeconds[row] = timing.endedSeconds
    columns.sendLagSeconds[row] = timing.sendLagSeconds
    columns.sendState[row] = timing.sendState
    columns.phase[row] = timing.phase
    columns.request[row] = timing.request
    columns.outcome[row] = timing.outcome
    columns.status[row] = timing.status
  }

  /** Gives the rows added so far and empties the columns. */
  take(): RequestTimings {
    const taken = copied(this.#columns, this.#count, this.#count)
    this.#count = 0
    return taken
  }

  #grow(): void {
    this.#columns = copied(this.#columns, this.#count, this.#count * 2)
  }
}

export function emptyTimings(length: number): RequestTimings {
  return {
    intendedSeconds: new Float64Array(length),
    sentSeconds: new Float64Array(length),
    firstByteSeconds: new Float64Array(length),
    endedSeconds: new Float64Array(length),
    sendLagSeconds: new Float64Array(length),
    sendState: new Uint8Array(length),
    phase: new Uint16Array(length),
    request: new Uint16Array(length),
    outcome: new Uint8Array(length),
    status: new Uint16Array(length),
  }
}

/** The named rows, in that order. */
export function partOfTimings(from: RequestTimings, rows: readonly number[]): RequestTimings {
  const to = emptyTimings(rows.length)
  for (const name of Object.keys(to) as (keyof RequestTimings)[])
    for (let row = 0; row < rows.length; row++) to[name][row] = from[name][rows[row] as number] as number
  return to
}

function copied(from: RequestTimings, count: number, length: number): RequestTimings {
  const to = emptyTimings(length)
  for (const name of Object.keys(to) as (keyof RequestTimings)[]) to[name].set(from[name].subarray(0, count))
  return to
}
