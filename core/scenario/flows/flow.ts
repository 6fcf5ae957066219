// A flow: requests that one user sends in order, each after the answer to the one before.

/** One step of a flow. */
export interface FlowStep {
  /** Index into the plan's requests. */
  readonly request: number
  /** How often it is sent, each time after the answer to the time before; a whole number from 1. */
  readonly times: number
  /** How likely an iteration takes the step: above 0, up to 1. */
  readonly chance: number
  /** How long the user waits after each of its answers; null where the phase says it. */
  readonly thinkSeconds: number | null
}

export interface Flow {
  readonly name: string
  /** Relative to the other flows of the plan; above 0. */
  readonly weight: number
  /** Whether each user keeps the cookies that the service sets, and sends them back. */
  readonly cookies: boolean
  /** At least one of them is taken in every iteration. */
  readonly steps: readonly FlowStep[]
}

export function keepsCookies({ flows = [] }: { readonly flows?: readonly Flow[] }): boolean {
  return flows.some(({ cookies }) => cookies)
}

/** How many requests an iteration sends where none of them fails: on average, over all flows by their weights. */
export function meanRequests(flows: readonly Flow[]): number {
  return meanOver(flows, ({ steps }) => steps.reduce((sum, { times, chance }) => sum + times * chance, 0))
}

/** How many requests an iteration sends at most. */
export function mostRequests(flows: readonly Flow[]): number {
  return flows.reduce(
    (most, { steps }) =>
      Math.max(
        most,
        steps.reduce((sum, { times }) => sum + times, 0),
      ),
    0,
  )
}

/** How long a user thinks after an answer, on average over the requests of all flows. */
export function meanThinkSeconds(flows: readonly Flow[], otherwiseSeconds: number): number {
  const thought = meanOver(flows, ({ steps }) =>
    steps.reduce(
      (sum, { times, chance, thinkSeconds }) => sum + times * chance * (thinkSeconds ?? otherwiseSeconds),
      0,
    ),
  )
  return thought / meanRequests(flows)
}

/** A figure of each flow, by their weights. */
function meanOver(flows: readonly Flow[], figureOf: (flow: Flow) => number): number {
  const total = flows.reduce((sum, { weight }) => sum + weight, 0)
  return flows.reduce((sum, flow) => sum + (flow.weight / total) * figureOf(flow), 0)
}
