// `never`: what to change of an alert that fired, or that proved nothing by its silence.

import { quantileName } from '../../core/latency/quantile.ts'
import type { Advice } from '../../core/report/advice.ts'
import type { AlertFinding, Report } from '../../core/report/report.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { niceAtOrAbove } from './alert-timing.ts'
import { boundsAround, isBound } from './bounds-around.ts'
import { timelineKey } from './timeline-key.ts'

export function adviseFalseAlarm(alert: AlertFinding, report: Report): Advice[] {
  const firing = alert.transitions.find(({ state }) => state === 'firing')
  if (firing === undefined) return [silence(alert, report)]
  const { name, watches, atFiring } = alert
  const phase = report.load.phases.findLast(({ startSeconds }) => startSeconds <= firing.at)
  const when = `It fired ${formatDuration(firing.at)} into the run${phase === undefined ? '' : `, in ${phase.name}`}`
  const buckets = report.server?.buckets ?? []
  const felt = watches && feltAtMost(alert, watches, firing.at, report)
  if (watches && felt !== undefined && felt !== null && felt.seconds <= watches.thresholdSeconds) {
    const { thresholdSeconds, quantile } = watches
    const saw = atFiring?.estimate ?? null
    const isExact = isBound(thresholdSeconds, buckets)
    return [
      {
        kind: isExact ? 'data' : 'bound',
        weight: 'decides',
        about: name,
        action: isExact
          ? `Compare what the rule of ${name} selects with what is loaded: users felt less than it saw.`
          : `Give the histogram a bound at ${formatDuration(thresholdSeconds)}, the threshold of ${name}: it was a false alarm.`,
        figure: `${when}${saw === null ? '' : `: it saw a ${quantileName(quantile)} of ${formatDuration(saw)}`}, and ${felt.inWords}.${isExact || buckets.length === 0 ? '' : ` ${boundsAround(thresholdSeconds, buckets)}`}`,
        ...(isExact ? {} : { change: { what: 'bound', add: thresholdSeconds } }),
      },
    ]
  }
  const lasted = lastedSeconds(alert, firing.at, report)
  const exact =
    atFiring === undefined || watches === undefined
      ? ''
      : `: the exact ${quantileName(atFiring.quantile)} of its window was ${atFiring.exact === null ? 'among requests that never ended' : formatDuration(atFiring.exact)}, above its threshold of ${formatDuration(watches.thresholdSeconds)}`
  const longer = niceAtOrAbove(alert.forSeconds + lasted + 1)
  return [
    {
      kind: phase?.measured === false ? 'load' : 'service',
      weight: 'decides',
      about: name,
      action:
        phase?.measured === false
          ? `Give the service an easier warm-up: ${name} fired in ${phase.name}, before anything was measured.`
          : lasted > 0 && lasted < alert.forSeconds + 60
            ? `Make the service faster${phase === undefined ? '' : ` under the load of ${phase.name}`}; or, where nobody has to be woken for this, lengthen for of ${name} from ${formatDuration(alert.forSeconds)} to ${formatDuration(longer)}.`
            : `Make the service faster${phase === undefined ? '' : ` under the load of ${phase.name}`}: the alert is right.`,
      figure: `${when}${exact}${lasted > 0 ? `; it lasted ${formatDuration(lasted)}` : ''}.`,
      ...(phase?.measured !== false &&
        lasted > 0 &&
        lasted < alert.forSeconds + 60 && { change: { what: 'for', from: alert.forSeconds, to: longer } }),
    },
  ]
}

interface Felt {
  readonly seconds: number
  readonly inWords: string
}

/**
 * The exact quantile of what the rule saw when it fired, or the most that it can have been: the quantile of several seconds
 * together is not above the highest of theirs. Null where neither is known.
 */
function feltAtMost(
  { atFiring }: AlertFinding,
  { quantile, rangeSeconds }: NonNullable<AlertFinding['watches']>,
  firingAt: number,
  { timeline }: Report,
): Felt | null {
  if (atFiring !== undefined)
    return atFiring.exact === null
      ? null
      : {
          seconds: atFiring.exact,
          inWords: `the exact one of the same window was ${formatDuration(atFiring.exact)}`,
        }
  const key = timelineKey(quantile)
  const rows = timeline.filter(({ second }) => second + 1 > firingAt - rangeSeconds && second <= firingAt)
  if (key === undefined || rows.some(({ timeouts }) => timeouts > 0)) return null
  const seen = rows.flatMap(({ slot }) => slot[key] ?? [])
  if (seen.length === 0) return null
  const highest = Math.max(...seen)
  return {
    seconds: highest,
    inWords: `no second of its range had an exact ${quantileName(quantile)} above ${formatDuration(highest)}`,
  }
}

function lastedSeconds({ transitions }: AlertFinding, firingAt: number, { run }: Report): number {
  const resolved = transitions.find(({ at, state }) => at > firingAt && state === 'inactive')
  return (resolved?.at ?? run.durationSeconds) - firingAt
}

/** It did not fire, and it is not known whether it could have. */
function silence(alert: AlertFinding, report: Report): Advice {
  const { name, forSeconds, transitions, reason } = alert
  const last = transitions.at(-1)
  const end = report.run.durationSeconds
  if (last?.state === 'pending') {
    const missing = Math.max(0, forSeconds - (end - last.at))
    return longerRun(
      alert,
      missing,
      report,
      `It was pending for ${formatDuration(end - last.at)} when the run ended, and fires after ${formatDuration(forSeconds)}.`,
    )
  }
  if (end < forSeconds)
    return longerRun(
      alert,
      forSeconds - end,
      report,
      `The run took ${formatDuration(end)}, less than for of ${name} (${formatDuration(forSeconds)}).`,
    )
  return {
    kind: 'data',
    weight: 'decides',
    about: name,
    action: `Give the rule of ${name} data for the whole run: its silence proves nothing without.`,
    figure: reason,
  }
}

function longerRun({ name }: AlertFinding, missing: number, { load }: Report, figure: string): Advice {
  const phase = load.phases.at(-1)
  const length = phase === undefined ? 0 : phase.endSeconds - phase.startSeconds
  const to = niceAtOrAbove(length + missing + 1)
  return {
    kind: 'phase-length',
    weight: 'decides',
    about: name,
    action: `Let ${phase?.name ?? 'the last phase'} last ${formatDuration(to)} in place of ${formatDuration(length)}: whether ${name} fires is not known before.`,
    figure,
    ...(phase && { change: { what: 'phase-length', phase: phase.name, from: length, to } }),
  }
}
