// A plan's phases with flows as one generator runs them: everything random about the arrivals is drawn before the first
// of them starts. Each user draws from streams of its own, named by the user's number among all users of the phase: so
// the users of all generators together are those of a single one.

import { assertNever } from '../../core/assert-never.ts'
import { type Random, randomStream } from '../../core/random.ts'
import type { Flow } from '../../core/scenario/flows/flow.ts'
import type { LoadPlan, Phase } from '../../core/scenario/load-plan.ts'
import { staggeredStart } from '../schedule/closed-loop.ts'
import { arrivalSchedule, drawOf, expectTurns } from '../schedule/open-loop.ts'
import { type Dealing, dealtTurns, type RowEvents, streamNames } from '../schedule/phase.ts'
import { requestChoice } from '../schedule/request-choice.ts'
import { type Shard, shardItem, shardSize } from '../schedule/shard.ts'
import type { ArrivingUsers, FlowPhase, StayingUsers } from './flow-traffic.ts'
import { isCertain, stepsTaken } from './steps-taken.ts'
import { usesOfFlows } from './uses-of-flows.ts'

export interface FlowPlanOptions {
  readonly plan: LoadPlan
  readonly flows: readonly Flow[]
  readonly shard: Shard
  readonly rows: RowEvents
}

export function planFlows(options: FlowPlanOptions): FlowPhase[] {
  const { plan, flows, rows } = options
  const names = streamNames(plan.phases)
  const turns = dealtTurns(plan, usesOfFlows(plan, flows), rows)
  return plan.phases.map(({ durationSeconds, traffic }, phase) => {
    const source = { ...options, turns, streamName: names[phase] as string, durationSeconds }
    switch (traffic.kind) {
      case 'open':
        return { phase, durationSeconds, users: arrivingUsers(source, traffic) }
      case 'closed':
        return { phase, durationSeconds, users: stayingUsers(source, traffic) }
      default:
        return assertNever(traffic)
    }
  })
}

interface UsersOf extends FlowPlanOptions {
  readonly turns: Pick<Dealing, 'counter' | 'userTurns'>
  /** Names the random streams of the phase. */
  readonly streamName: string
  readonly durationSeconds: number
}

type TrafficOf<Kind> = Extract<Phase['traffic'], { readonly kind: Kind }>

function arrivingUsers(
  { plan, flows, shard, rows, turns, streamName, durationSeconds }: UsersOf,
  traffic: TrafficOf<'open'>,
): ArrivingUsers {
  const { seed, arrivals: process } = plan
  const weights = flows.map(({ weight }) => weight)
  const options = { process, seed, streamName, weights, shard, turns: turns.counter }
  const { seconds, requests: drawn, draws } = arrivalSchedule({ ...traffic, durationSeconds }, options)
  const drawSteps = flows.map((flow) => stepsOf(flow))
  const expect = expectTurns({ seconds, draws }, rows.expectTurn)
  return {
    kind: 'open',
    seconds,
    draw: (nth) => {
      const flow = drawn[nth] as number
      const stream = () => randomStream(seed, `steps/${streamName}/user ${shardItem(nth, shard)}`)
      const taken = (drawSteps[flow] as DrawSteps)(stream)
      if (draws === null) return { flow, taken }
      expect(nth)
      return { flow, taken, draw: drawOf(draws, nth) }
    },
  }
}

function stayingUsers(
  { plan, flows, shard, turns, streamName, durationSeconds }: UsersOf,
  { users, thinkSeconds }: TrafficOf<'closed'>,
): StayingUsers {
  const { seed } = plan
  const weights = flows.map(({ weight }) => weight)
  const drawSteps = flows.map((flow) => stepsOf(flow))
  return {
    kind: 'closed',
    thinkSeconds,
    users: Array.from({ length: shardSize(users, shard) }, (_, nth) => {
      const number = shardItem(nth, shard)
      const chooseFlow = requestChoice(weights, randomStream(seed, `requests/${streamName}/user ${number}`))
      const steps = randomStream(seed, `steps/${streamName}/user ${number}`)
      return {
        startSeconds: staggeredStart(number, { users, thinkSeconds, durationSeconds }),
        start: () => turns.userTurns?.().start(number),
        draw: () => {
          const flow = chooseFlow()
          const taken = (drawSteps[flow] as DrawSteps)(() => steps)
          const dealt = turns.userTurns?.().take(number, flow)
          if (dealt === undefined) return { flow, taken }
          return 'outOf' in dealt ? dealt : { flow, taken, draw: dealt.draw }
        },
      }
    }),
  }
}

/** @param stream is asked for only where something is to be drawn */
type DrawSteps = (stream: () => Random) => readonly number[]

function stepsOf({ steps }: Flow): DrawSteps {
  const all = steps.map((_, index) => index)
  return steps.every(isCertain) ? () => all : (stream) => stepsTaken(steps, stream())
}
