// Whether a rule of the scenario ends the run: what it forbids was seen in each second of so many in a row. A fold over
// progress reports, about one a second. A second in which no request ended says nothing: it neither breaks a rule nor
// mends it, so that a service that hangs in between is not taken for one that recovered.

import { type LatencyCounts, latencyQuantile, totalCount } from '../../core/latency/latency-counts.ts'
import { quantileName } from '../../core/latency/quantile.ts'
import type { AbortRule, AbortShare } from '../../core/scenario/abort-rule.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { formatShare } from '../../core/text/figures/share.ts'

/** What had ended by an instant of the run, warm-up included. */
export interface EndedSoFar {
  readonly atSeconds: number
  readonly completed: number
  readonly errors: number
  /** Of the errors: those that say nothing about the service. */
  readonly ownErrors: number
  readonly timeouts: number
  /** Of the errors. */
  readonly connectErrors: number
  /** Since the last report: of completed requests, and timeouts as unbounded. */
  readonly recentResponseTimes: LatencyCounts
}

/** For how long what a rule forbids was seen. */
interface Streak {
  readonly sinceSeconds: number
  /** The least that was seen in a second: a share, or seconds. */
  readonly least: number
}

export interface AbortRuleWatch {
  readonly before: Omit<EndedSoFar, 'recentResponseTimes'>
  /** In the order of the rules; null where the last second that says something was as it should be. */
  readonly streaks: readonly (Streak | null)[]
}

/** A rule that ended a run. */
export interface BrokenRule extends Streak {
  readonly rule: AbortRule
  readonly atSeconds: number
}

export const NOTHING_ENDED: AbortRuleWatch = {
  before: { atSeconds: 0, completed: 0, errors: 0, ownErrors: 0, timeouts: 0, connectErrors: 0 },
  streaks: [],
}

export function watchAbortRules(
  { before, streaks }: AbortRuleWatch,
  seen: EndedSoFar,
  rules: readonly AbortRule[],
): { readonly watch: AbortRuleWatch; readonly broken: BrokenRule | null } {
  const after = rules.map((rule, index): Streak | null => {
    const streak = streaks[index] ?? null
    const observed = observedSince(before, seen, rule)
    if (observed === null) return streak
    if (!(observed > limitOf(rule))) return null
    const { sinceSeconds, least } = streak ?? { sinceSeconds: before.atSeconds, least: observed }
    return { sinceSeconds, least: Math.min(least, observed) }
  })
  const { recentResponseTimes: _, ...counts } = seen
  return { watch: { before: counts, streaks: after }, broken: firstBroken(rules, after, streaks, seen.atSeconds) }
}

/** Reports come up to a tenth of a second early. */
const EARLY_SECONDS = 0.15

/** A streak that was not continued now says nothing of now. */
function firstBroken(
  rules: readonly AbortRule[],
  streaks: readonly (Streak | null)[],
  earlier: readonly (Streak | null)[],
  atSeconds: number,
): BrokenRule | null {
  for (const [index, rule] of rules.entries()) {
    const streak = streaks[index]
    if (streak === null || streak === undefined || streak === earlier[index]) continue
    if (atSeconds - streak.sinceSeconds >= rule.forSeconds - EARLY_SECONDS) return { rule, atSeconds, ...streak }
  }
  return null
}

function limitOf(rule: AbortRule): number {
  return rule.kind === 'quantile' ? rule.limitSeconds : rule.limitShare
}

/** Null where nothing ended that the rule is about. */
function observedSince(before: AbortRuleWatch['before'], seen: EndedSoFar, rule: AbortRule): number | null {
  if (rule.kind === 'quantile') {
    const { recentResponseTimes } = seen
    return totalCount(recentResponseTimes) === 0 ? null : latencyQuantile(recentResponseTimes, rule.quantile)
  }
  const ended = (counts: AbortRuleWatch['before']) => counts.completed + counts.errors + counts.timeouts
  const all = ended(seen) - ended(before)
  return all === 0 ? null : (BAD[rule.kind](seen) - BAD[rule.kind](before)) / all
}

const BAD: Readonly<Record<AbortShare, (counts: AbortRuleWatch['before']) => number>> = {
  errors: ({ errors, ownErrors, timeouts }) => errors - ownErrors + timeouts,
  timeouts: ({ timeouts }) => timeouts,
  connectErrors: ({ connectErrors }) => connectErrors,
}

const IN_WORDS: Readonly<Record<AbortShare, string>> = {
  errors: 'did not get the expected answer',
  timeouts: 'timed out',
  connectErrors: 'got no connection',
}

/** Why a run ended, in words. */
export function brokenRuleInWords({ rule, sinceSeconds, atSeconds, least }: BrokenRule): string {
  const span = `in each second from ${formatDuration(sinceSeconds, 2)} to ${formatDuration(atSeconds, 2)} of the run`
  return `abortOn: ${rule.text}: ${span}, ${leastInWords(rule, least)}.`
}

function leastInWords(rule: AbortRule, least: number): string {
  if (rule.kind !== 'quantile')
    return `${least === 1 ? 'all requests' : `${formatShare(least)} or more of the requests`} that ended ${IN_WORDS[rule.kind]}`
  const quantile = `the ${quantileName(rule.quantile)}`
  return Number.isFinite(least)
    ? `${quantile} was ${formatDuration(least)} or more`
    : `${quantile} lay among the requests that timed out`
}
