// How often, and how long, the broker was away during a run. Pure: instants are handed in, in seconds.

import type { LoadProblem } from '../../core/run/load-problem.ts'

export class BrokerOutages {
  #times = 0
  /** Of those that are over. */
  #seconds = 0
  /** Undefined while the broker is there. */
  #sinceSeconds: number | undefined

  /** A run begins: what was before it is forgotten, and an outage that goes on is one of the run. */
  begin(nowSeconds: number): void {
    const goesOn = this.#sinceSeconds !== undefined
    this.#times = goesOn ? 1 : 0
    this.#seconds = 0
    this.#sinceSeconds = goesOn ? nowSeconds : undefined
  }

  /** For how long it has been away; 0 where it is there. */
  awaySeconds(nowSeconds: number): number {
    return nowSeconds - (this.#sinceSeconds ?? nowSeconds)
  }

  away(nowSeconds: number): void {
    if (this.#sinceSeconds !== undefined) return
    this.#times++
    this.#sinceSeconds = nowSeconds
  }

  back(nowSeconds: number): void {
    if (this.#sinceSeconds === undefined) return
    this.#seconds += nowSeconds - this.#sinceSeconds
    this.#sinceSeconds = undefined
  }

  /** One that still goes on counts up to now. */
  problems(nowSeconds: number): LoadProblem[] {
    if (this.#times === 0) return []
    const seconds = this.#seconds + nowSeconds - (this.#sinceSeconds ?? nowSeconds)
    return [{ kind: 'broker-away', times: this.#times, seconds, isBack: this.#sinceSeconds === undefined }]
  }
}
