// Turns a finding into inconclusive where it rests on what may not be the service's doing.
//
//   - A fail holds where it holds in the service's best case (best-case.ts).
//   - A pass holds whatever the generator did: its own delays only add to response times. It must hold, too, if all
//     requests that the end of the run cut off, and those whose answers could not be read, had never been answered.
//   - Where machines got no connection and others did, a fail must hold if each of those requests had been answered at once,
//     and a pass proves nothing: the service got less load.
//   - Where a generator was lost, a fail must hold if each of its lost requests had been answered at once, and a pass if
//     none of them had. A pass proves nothing where the load may not have been sent as scheduled; a fail under less load
//     does. Where users wait for their answers nobody knows how many requests are missing, and neither is proven.

import type { SlaFinding } from '../../core/report/report.ts'
import { machinesInWords } from '../../core/run/generators/machine-in-words.ts'
import { type LoadSlot, unconnected } from '../../core/run/load-result.ts'
import { latencyLimitSeconds, type Objective } from '../../core/scenario/objective.ts'
import { formatCount } from '../../core/text/count.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { formatRate } from '../../core/text/figures/rate.ts'
import { counted } from '../../core/text/plural.ts'
import type { Judgement } from '../objectives/judgement.ts'
import type { Attribution } from './attribution.ts'
import {
  withInterrupted,
  withLost,
  withoutAnswer,
  withoutCutOff,
  withoutLost,
  withoutSaturation,
  withoutUnreadable,
  withoutUnsendable,
  withoutWaiting,
} from './best-case.ts'
import { STARVED } from './starved-spells.ts'

type Doubt = Pick<SlaFinding, 'doubt' | 'doubtReason' | 'lost'>

export type AttributedJudgement = Judgement & Doubt

export interface Evidence {
  readonly slots: readonly LoadSlot[]
  readonly attribution: Attribution
  /** The scenario's. */
  readonly connections: number
}

/** The service's best case: whatever may be somebody else's doing had gone well. */
export function bestCase(slots: readonly LoadSlot[], objective: Objective, attribution: Attribution): LoadSlot[] {
  const good = slots.map((slot) => withoutCutOff(withoutOwnErrors(withoutLost(slot)), attribution))
  return withoutSpells(good, objective, attribution).map((slot) => withoutWaiting(slot, attribution))
}

function withoutOwnErrors(slot: LoadSlot): LoadSlot {
  return withoutUnreadable(withoutUnsendable(slot))
}

/** As if neither a generator thread nor the bundled server had been short of a core. */
function withoutSpells(slots: readonly LoadSlot[], objective: Objective, attribution: Attribution): LoadSlot[] {
  const limitSeconds = decidedAfterSeconds(objective, attribution)
  const spells = [...attribution.spells, ...attribution.starvedSpells]
  return slots.map((slot) => withoutSaturation(slot, spells, limitSeconds))
}

export function attributedJudgement<Judged extends Judgement>(
  objective: Objective,
  evidence: Evidence,
  judge: (slots: readonly LoadSlot[]) => Judged,
): Judged & Doubt {
  const { slots, attribution } = evidence
  const { cut, uncounted } = attribution.losses
  const judgeKnown = (seen: readonly LoadSlot[]) => judgeWithoutLosses(objective, { ...evidence, slots: seen }, judge)
  const lost = sumOf(slots, (slot) => slot.lost)
  const isUncounted = slots.some(({ phase }) => uncounted.has(phase))
  if (lost === 0 && !isUncounted) return judgeKnown(slots)
  const observed: Judged & Doubt = { ...judge(slots), lost }
  if (observed.finding === 'inconclusive') return observed
  if (isUncounted) return doubted(observed, 'generator-lost', uncountedLoss(lost))
  if (observed.finding === 'pass') {
    if (slots.some((slot) => slot.lost > 0 && cut.has(slot.phase)))
      return doubted(
        observed,
        'generator-lost',
        `${nothingCame(lost)}, and the service may have got less load than the scenario schedules: a pass under less load proves nothing.`,
      )
    const inWorstCase = judgeKnown(slots.map(withLost)).finding
    return inWorstCase === 'pass' ? observed : doubted(observed, 'generator-lost', undecided(lost))
  }
  const { finding, doubt, doubtReason } = judgeKnown(slots.map(withoutLost))
  if (finding === 'fail') return { ...observed, reason: `${observed.reason} ${regardless(lost)}` }
  return doubted(observed, doubt ?? 'generator-lost', doubtReason ?? undecided(lost))
}

function nothingCame(lost: number): string {
  return `${counted(lost, 'request')} ${lost === 1 ? 'was' : 'were'} lost with a generator`
}

function undecided(lost: number): string {
  return `${nothingCame(lost)}, and how they ended decides this objective.`
}

function uncountedLoss(lost: number): string {
  return `${nothingCame(lost)}, and its users would have sent nobody knows how many more.`
}

function regardless(lost: number): string {
  return `${nothingCame(lost)}; it would fail even if each had been answered at once.`
}

function judgeWithoutLosses<Judged extends Judgement>(
  objective: Objective,
  { slots, attribution, connections }: Evidence,
  judge: (slots: readonly LoadSlot[]) => Judged,
): Judged & Doubt {
  const observed = judge(slots)
  const cutOff = sumOf(slots, (slot) => (attribution.cutOff.phases.has(slot.phase) ? unconnected(slot) : 0))
  if (observed.finding === 'pass')
    return cutOff > 0
      ? doubted(observed, 'machines-cut-off', `${noWay(cutOff, attribution)} ${LESS_LOAD}`)
      : passInWorstCase(observed, slots, judge)
  if (observed.finding !== 'fail') return observed
  const limitSeconds = decidedAfterSeconds(objective, attribution)
  const fails = (seen: readonly LoadSlot[]) => judge(seen).finding === 'fail'
  const sendable = slots.map(withoutUnsendable)
  const unsent = sumOf(slots, ({ errorKinds: { unsendable = 0 } }) => unsendable)
  if (unsent > 0 && !fails(sendable)) return doubted(observed, 'unsendable', notSent(unsent))
  const readable = slots.map(withoutOwnErrors)
  const unread = sumOf(slots, ({ errorKinds: { unreadable = 0 } }) => unreadable)
  if (unread > 0 && !fails(readable)) return doubted(observed, 'unreadable', notRead(unread))
  const reached = readable.map((slot) => withoutCutOff(slot, attribution))
  if (cutOff > 0 && !fails(reached))
    return doubted(observed, 'machines-cut-off', `${noWay(cutOff, attribution)} ${WHOSE_DOING}`)
  const unsaturated = reached.map((slot) => withoutSaturation(slot, attribution.spells, limitSeconds))
  // First: service times that a saturated generator measured do not tell how many connections are needed.
  if (attribution.spells.length > 0 && !fails(unsaturated)) return doubted(observed, 'generator-saturated', SATURATED)
  if (attribution.starvedSpells.length > 0 && !fails(withoutSpells(reached, objective, attribution)))
    return doubted(observed, 'service-starved', STARVED)
  if (attribution.needs.length > 0 && !fails(bestCase(slots, objective, attribution)))
    return doubted(observed, 'too-few-connections', tooFewConnections(slots, attribution, connections))
  return observed
}

function noWay(requests: number, { cutOff }: Attribution): string {
  return `${counted(requests, 'request')} got no connection, all of them of ${machinesInWords(cutOff.machines)}, while the other machines got one for each of theirs.`
}

const LESS_LOAD = 'The service got less load than the scenario schedules: a pass under less load proves nothing.'
const WHOSE_DOING = "Whether that is the service's doing, or that of their way to it, is not known."

const SATURATED =
  'The generator was saturated, so that answers may have waited in its own queue to be read: whether the service was that slow is not known.'

function notSent(unsent: number): string {
  return `${counted(unsent, 'request')} could not be made of ${unsent === 1 ? 'its' : 'their'} values and ${unsent === 1 ? 'was' : 'were'} not sent, which is not the service's doing.`
}

function notRead(unread: number): string {
  return `${counted(unread, 'answer')} could not be read whole by the harness, which is not the service's doing: whether ${unread === 1 ? 'it was the expected one' : 'they were the expected ones'}, and in time, is not known.`
}

function sumOf(slots: readonly LoadSlot[], amount: (slot: LoadSlot) => number): number {
  return slots.reduce((sum, slot) => sum + amount(slot), 0)
}

function doubted<Judged extends Judgement>(
  observed: Judged,
  doubt: NonNullable<SlaFinding['doubt']>,
  why: string,
): Judged & Doubt {
  return { ...observed, finding: 'inconclusive', doubt, doubtReason: why, reason: `${why} ${observed.reason}` }
}

function passInWorstCase<Judged extends Judgement>(
  observed: Judged,
  slots: readonly LoadSlot[],
  judge: (slots: readonly LoadSlot[]) => Judged,
): Judged & Doubt {
  const unread = sumOf(slots, ({ errorKinds: { unreadable = 0 } }) => unreadable)
  const worst = slots.map(withoutAnswer)
  if (unread > 0 && judge(worst).finding !== 'pass') return doubted(observed, 'unreadable', notRead(unread))
  const interrupted = sumOf(slots, (slot) => slot.interrupted)
  if (interrupted === 0 || judge(worst.map(withInterrupted)).finding === 'pass') return observed
  const why = `${counted(interrupted, 'request')} ${interrupted === 1 ? 'was' : 'were'} cut off when the run was stopped, too many to know how they would have ended.`
  return doubted(observed, 'interrupted', why)
}

/** How long after a request was due it is decided that it violates the objective. */
function decidedAfterSeconds(objective: Objective, { timeoutSeconds }: Attribution): number {
  return Math.min(latencyLimitSeconds(objective) ?? timeoutSeconds, timeoutSeconds)
}

function tooFewConnections(slots: readonly LoadSlot[], { needs }: Attribution, allowed: number): string {
  const [most] = [...needs].sort((a, b) => b.connections - a.connections)
  if (most === undefined) return ''
  const neverSent = slots.reduce((sum, slot) => sum + slot.neverSent, 0)
  const sent =
    neverSent === 0
      ? ''
      : ` ${counted(neverSent, 'request')} never got one and ${neverSent === 1 ? 'was' : 'were'} not sent.`
  if (!Number.isFinite(most.connections))
    return `Too few connections: all ${formatCount(allowed)} were busy all the time.${sent}`
  const rate = formatRate(most.ratePerSecond)
  const needed = Math.ceil(most.connections)
  return `Too few connections: ${rate} at a service time of ${formatDuration(most.serviceSeconds)} need about ${formatCount(needed)}, the scenario allows ${formatCount(allowed)} (set connections to ${formatCount(Math.ceil(needed * HEADROOM))} or more).${sent}`
}

/** Arrivals come in clusters, and service times vary. */
const HEADROOM = 1.3
