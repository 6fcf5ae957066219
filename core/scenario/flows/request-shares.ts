// The part of each request in all requests of a plan, from 0 to 1: by the weights of the requests, or by those of the flows
// whose steps they are. Where none fails.

import type { LoadPlan } from '../load-plan.ts'
import { meanRequests } from './flow.ts'

export function requestShares({ requests, flows }: Pick<LoadPlan, 'requests' | 'flows'>): number[] {
  if (flows === undefined) {
    const total = requests.reduce((sum, { weight }) => sum + weight, 0)
    return requests.map(({ weight }) => weight / total)
  }
  const weights = flows.reduce((sum, { weight }) => sum + weight, 0)
  return requests.map((_, index) =>
    flows.reduce((sum, { weight, steps }) => {
      const sent = steps
        .filter(({ request }) => request === index)
        .reduce((count, { times, chance }) => count + times * chance, 0)
      return sum + ((weight / weights) * sent) / meanRequests(flows)
    }, 0),
  )
}
