// A LoadResult from a list of requests, as the recorder would have made it.

import { NO_LATENCIES } from '../../../core/latency/latency-counts.ts'
import type { ErrorKind, GeneratorRecord, LoadResult, LoadSlot, PhaseWindow } from '../../../core/run/load-result.ts'
import { latenciesOf } from './latencies-of.ts'

export interface Request {
  /** When it was due, in seconds of the run. */
  readonly due: number
  readonly serviceTime: number
  /** First byte − sent. Default: the service time where it was completed, otherwise none. */
  readonly firstByte?: number
  /** Sent − due. */
  readonly wait?: number
  readonly outcome?: 'completed' | 'timeout' | 'never sent' | 'unfinished' | 'interrupted' | 'lost' | ErrorKind
  /** Index of its template. */
  readonly request?: number
}

export interface TestPhase {
  readonly name: string
  readonly seconds: number
  readonly measured?: boolean
}

/** Phases one after another, from 0 on. */
export function phaseWindows(phases: readonly TestPhase[]): PhaseWindow[] {
  let start = 0
  return phases.map(({ name, seconds, measured = true }) => {
    const window = { name, measured, startSeconds: start, endSeconds: start + seconds, model: 'open' as const }
    start += seconds
    return window
  })
}

export const FIT_GENERATOR: GeneratorRecord = {
  dispatchDelay: latenciesOf(Array(1000).fill(0.0004)),
  sendLag: latenciesOf(Array(1000).fill(0.0004)),
  eventLoopDelay: latenciesOf(Array(1000).fill(0.0005)),
  backlogMax: 0,
  inFlightMax: 8,
  cpuShare: 0.2,
  workers: 1,
  timers: { mode: 'sparing', reason: 'asked for', wakeError: latenciesOf([]), spinningShare: 0, alarmClockShare: 0 },
  intervals: [],
}

export function loadOf(
  phases: readonly PhaseWindow[],
  requests: readonly Request[],
  overrides: Partial<LoadResult> = {},
): LoadResult {
  const slots = new Map<string, Request[]>()
  for (const request of requests) {
    const key = `${Math.floor(request.due)}/${phaseOf(phases, request.due)}/${request.request ?? 0}`
    slots.set(key, [...(slots.get(key) ?? []), request])
  }
  const ends = requests.filter(isAnswered).map(endOf)
  const endSeconds = Math.max(phases.at(-1)?.endSeconds ?? 0, ...ends)
  const completionsPerSecond = Array<number>(Math.ceil(endSeconds) + 1).fill(0)
  for (const request of requests)
    if ((request.outcome ?? 'completed') === 'completed') {
      const second = Math.floor(endOf(request))
      completionsPerSecond[second] = (completionsPerSecond[second] as number) + 1
    }
  return {
    phases,
    slots: [...slots.values()].map((slot) => slotOf(phases, slot)).sort((a, b) => a.second - b.second),
    completionsPerSecond,
    generator: { ...FIT_GENERATOR, backlogMax: requests.filter(({ wait = 0 }) => wait > 0).length },
    connectionUse: [],
    connectionTimes: { connectTime: NO_LATENCIES, tlsTime: NO_LATENCIES },
    openingCosts: [],
    peer: { addresses: [], tls: null },
    firstErrors: [],
    interrupted: false,
    endSeconds,
    problems: [],
    ...overrides,
  }
}

/** Neither an error nor, but for the first, an answer. */
const UNANSWERED: readonly string[] = ['completed', 'timeout', 'never sent', 'unfinished', 'interrupted', 'lost']

function phaseOf(phases: readonly PhaseWindow[], due: number): number {
  return phases.findIndex(({ endSeconds }) => due < endSeconds)
}

export function endOf({ due, wait = 0, serviceTime }: Request): number {
  return due + wait + serviceTime
}

export function isAnswered({ outcome = 'completed' }: Request): boolean {
  return outcome === 'completed' || outcome === 'status' || outcome === 'expectation' || outcome === 'unreadable'
}

function slotOf(phases: readonly PhaseWindow[], requests: readonly Request[]): LoadSlot {
  const first = requests[0] as Request
  const outcomes = requests.map(({ outcome = 'completed' }) => outcome)
  const count = (outcome: string) => outcomes.filter((next) => next === outcome).length
  const failures = outcomes.filter((outcome) => !UNANSWERED.includes(outcome))
  const completed = requests.filter(({ outcome = 'completed' }) => outcome === 'completed')
  const answeredErrors = requests.filter((request) => isAnswered(request) && !completed.includes(request))
  return {
    second: Math.floor(first.due),
    phase: phaseOf(phases, first.due),
    request: first.request ?? 0,
    offered: requests.length,
    completed: completed.length,
    errors: failures.length,
    timeouts: count('timeout') + count('never sent'),
    neverSent: count('never sent'),
    unfinished: count('unfinished') + count('interrupted'),
    interrupted: count('interrupted'),
    lost: count('lost'),
    errorKinds: Object.fromEntries([...new Set(failures)].map((kind) => [kind, count(kind)])),
    unexpectedStatusCodes: {},
    statusCodes: completed.length > 0 ? { 200: completed.length } : {},
    responseTime: latenciesOf(completed.map(({ wait = 0, serviceTime }) => wait + serviceTime)),
    serviceTime: latenciesOf(completed.map(({ serviceTime }) => serviceTime)),
    timeToFirstByte: latenciesOf(requests.flatMap((request) => firstByteOf(request) ?? [])),
    firstByteResponseTime: latenciesOf(
      requests.flatMap((request) => {
        const firstByte = firstByteOf(request)
        return firstByte === undefined ? [] : [(request.wait ?? 0) + firstByte]
      }),
    ),
    errorResponseTime: latenciesOf(answeredErrors.map(({ wait = 0, serviceTime }) => wait + serviceTime)),
    errorServiceTime: latenciesOf(answeredErrors.map(({ serviceTime }) => serviceTime)),
  }
}

function firstByteOf({ outcome = 'completed', serviceTime, firstByte }: Request): number | undefined {
  if (outcome === 'completed') return firstByte ?? serviceTime
  return outcome === 'timeout' || outcome === 'unfinished' ? firstByte : undefined
}

/** Requests at even distances, `rate` a second in [from, to). */
export function evenly(
  from: number,
  to: number,
  rate: number,
  request: (index: number, due: number) => Omit<Request, 'due'>,
): Request[] {
  return Array.from({ length: Math.round((to - from) * rate) }, (_, i) => {
    const due = from + (i + 0.5) / rate
    return { due, ...request(i, due) }
  })
}
