// Validates a load plan. Plans from scenario files were checked before, with line and column; this catches the mistakes
// of library callers.

import type { PlannedData } from '../core/data/data-set.ts'
import type { Route } from '../core/route/route.ts'
import type { LoadPlan, Phase } from '../core/scenario/load-plan.ts'
import { formatCount } from '../core/text/count.ts'
import { counted } from '../core/text/plural.ts'
import { isHttpUrl } from '../core/text/url.ts'
import { UserError } from '../core/user-error.ts'
import { usesOfFlows } from './flows/uses-of-flows.ts'
import { checkRequests } from './requests/check-requests.ts'
import { rowsNeeded } from './schedule/rows-needed.ts'
import { dataUses } from './schedule/turn-counter.ts'
import { turnLimits } from './schedule/user-turns.ts'

/** @throws RangeError, or UserError where the URL or a request cannot be sent as it is written */
export function checkPlan(plan: LoadPlan): void {
  expectWhole('connections', plan.connections)
  expectWhole('workers', plan.workers)
  expectPositive('timeoutSeconds', plan.timeoutSeconds)
  if (plan.phases.length === 0) throw new RangeError('phases: expected at least one, got none')
  if (plan.requests.length === 0) throw new RangeError('requests: expected at least one, got none')
  plan.phases.forEach(checkPhase)
  serviceUrl(plan.url)
  plan.requests.forEach((request, i) => {
    expectPositive(`requests[${i}].weight`, request.weight)
  })
  checkRequests(plan)
  checkRows(plan)
}

/** @throws UserError where rows that are sent once run out by the schedule alone */
export function checkRows(plan: Pick<LoadPlan, 'phases' | 'arrivals' | 'seed' | 'requests' | 'flows' | 'data'>): void {
  const { flows } = plan
  const uses = flows === undefined ? dataUses(plan) : usesOfFlows(plan, flows)
  if (uses === null || !plan.data?.some(({ order }) => order === 'once')) return
  const limits = turnLimits(plan)
  for (const [dataSet, needed] of rowsNeeded({ ...plan, mixed: flows ?? plan.requests }, uses).entries()) {
    const limit = limits[dataSet] as number
    const { name } = plan.data[dataSet] as PlannedData
    if (needed > limit)
      throw new UserError(
        `data.${name}: expected at least ${counted(needed, 'row')}, for the requests of this run send each once, got ${formatCount(limit)}: give it more rows, shorten the phases, or hand rows out again (order: sequence)`,
      )
  }
}

/** The URL as it may be shown: without credentials. */
export function shownUrl(text: string): string {
  const { origin, pathname } = serviceUrl(text)
  return pathname === '/' ? origin : origin + pathname
}

/** What is to be said beside the URL: where its connections go in truth. */
export function shownRoute({ socket, addresses }: Route = {}): string {
  if (socket !== undefined) return ` over the socket ${socket}`
  if (addresses === undefined) return ''
  const { choice, used } = addresses
  return choice === 'pin' ? ` (pinned to ${used.join(', ')})` : ` (spread over ${used.join(', ')})`
}

function serviceUrl(text: string): URL {
  if (isHttpUrl(text)) return new URL(text)
  throw new UserError(`url: expected one that starts with http:// or https://, got ${JSON.stringify(text)}`)
}

function checkPhase({ durationSeconds, traffic }: Phase, index: number): void {
  const at = `phases[${index}]`
  expectPositive(`${at}.durationSeconds`, durationSeconds)
  if (traffic.kind === 'open') {
    expectNotNegative(`${at}.traffic.fromRatePerSecond`, traffic.fromRatePerSecond)
    expectNotNegative(`${at}.traffic.toRatePerSecond`, traffic.toRatePerSecond)
  } else {
    expectWhole(`${at}.traffic.users`, traffic.users)
    expectNotNegative(`${at}.traffic.thinkSeconds`, traffic.thinkSeconds)
  }
}

function expectWhole(what: string, value: number): void {
  if (!Number.isInteger(value) || value < 1)
    throw new RangeError(`${what}: expected a whole number from 1, got ${value}`)
}

function expectPositive(what: string, value: number): void {
  if (!(value > 0 && value < Number.POSITIVE_INFINITY))
    throw new RangeError(`${what}: expected a number above 0, got ${value}`)
}

function expectNotNegative(what: string, value: number): void {
  if (!(value >= 0 && value < Number.POSITIVE_INFINITY))
    throw new RangeError(`${what}: expected a number of 0 or more, got ${value}`)
}
