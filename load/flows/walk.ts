// One user's way through a flow: which request is next, and how long the user thinks before it. It knows no time.

import type { Flow, FlowStep } from '../../core/scenario/flows/flow.ts'
import type { Draw } from '../schedule/arrival.ts'

/** Which flow an iteration goes through, and which of its steps it takes. */
export interface Drawn {
  /** Index into the plan's flows. */
  readonly flow: number
  /** Indices into the flow's steps: at least one. */
  readonly taken: readonly number[]
  /** By what all its requests draw their values; absent where no request of the plan varies. */
  readonly draw?: Draw
}

export class Walk {
  readonly #steps: readonly FlowStep[]
  readonly #taken: readonly number[]
  readonly flow: number
  #position = 0
  #sent = 0

  constructor(flows: readonly Flow[], { flow, taken }: Drawn) {
    this.flow = flow
    this.#steps = (flows[flow] as Flow).steps
    this.#taken = taken
  }

  /** The step that is due or in flight: an index into the flow's steps. */
  get step(): number {
    return this.#taken[this.#position] as number
  }

  /** Index into the plan's requests. */
  get request(): number {
    return this.#current.request
  }

  /** How long the user thinks after the answer to the present step; null where the phase says it. */
  get thinkSeconds(): number | null {
    return this.#current.thinkSeconds
  }

  /** Goes on to the next request. @returns whether there is one */
  advance(): boolean {
    if (++this.#sent < this.#current.times) return true
    this.#sent = 0
    return ++this.#position < this.#taken.length
  }

  get #current(): FlowStep {
    return this.#steps[this.step] as FlowStep
  }
}
