// The plan of a run and the requests of a dry run as lines of text.

import type {
  DryRun,
  PlannedDivision,
  PlannedPhase,
  RequestPreview,
  RunPlan,
  Share,
} from '../../../core/run/preflight/run-plan.ts'
import { formatByteSize } from '../../../core/text/byte-size.ts'
import { formatCount } from '../../../core/text/count.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { formatRate } from '../../../core/text/figures/rate.ts'
import { formatShare } from '../../../core/text/figures/share.ts'
import { counted, listed } from '../../../core/text/plural.ts'

export function renderDryRun({ plan, requests }: DryRun): string {
  const parts = [renderPlan(plan), ...requests.map(renderPreview), 'Nothing was sent.']
  return `${parts.join('\n\n')}\n`
}

/** Without a line end. */
export function renderPlan(plan: RunPlan): string {
  const rows: (readonly [string, string])[] = [
    ['target', targetInWords(plan)],
    ['load', loadInWords(plan)],
    ...(plan.division === null ? [] : [['sent by', divisionInWords(plan, plan.division)] as const]),
    ...plan.phases.map((phase, i): [string, string] => [i === 0 ? 'phases' : '', phaseInWords(phase)]),
    ...(plan.target === null ? [] : [['first', firstInWords(plan)] as const]),
    ...(plan.abortOn.length === 0 ? [] : [['stops', `on ${plan.abortOn.join('; ')}`] as const]),
  ]
  return [`plan of ${plan.scenario}`, ...rows.map(([name, text]) => `  ${name.padEnd(8)}${text}`)].join('\n')
}

/** The same on one line, for those who asked for quiet. */
export function planInBrief(plan: RunPlan): string {
  return `plan of ${plan.scenario}: ${targetInWords(plan)}; ${loadInWords(plan)}`
}

function targetInWords({ target, isLocal, unnamedHost }: RunPlan): string {
  if (target === null) return 'the bundled server'
  if (unnamedHost !== null)
    return `${target}, which a run refuses until allowHosts or --allow-host names ${unnamedHost}`
  return `${target}${isLocal ? ' (this machine)' : ''}`
}

function loadInWords(plan: RunPlan): string {
  const { peakRatePerSecond, peakUsers, requests, bytes, connections, durationSeconds } = plan
  const peaks = [
    ...(peakRatePerSecond === null ? [] : [formatRate(peakRatePerSecond)]),
    ...(peakUsers === null ? [] : [counted(peakUsers, 'user')]),
  ]
  const amount =
    requests === null || bytes === null
      ? 'as many requests as are answered'
      : `${peakUsers === null ? 'about' : 'at most about'} ${counted(requests, 'request')}, ${formatByteSize(bytes)} sent`
  return `at most ${peaks.join(' and ')}; ${amount}; ${formatDuration(durationSeconds, 4)}; up to ${counted(connections, 'connection')}`
}

function divisionInWords({ isLocal, target }: RunPlan, division: PlannedDivision): string {
  const { place, broker, generators, peakRatePerSecond, users, connections } = division
  const who = {
    threads: counted(generators, 'thread'),
    processes: `${counted(generators, 'process', 'processes')} of this machine, over a broker of its own`,
    joined: `${counted(generators, 'generator')} that ${generators === 1 ? 'joins' : 'join'} at ${broker ?? 'a broker'}`,
  }[place]
  const each = [
    ...(peakRatePerSecond === null ? [] : [formatRate(peakRatePerSecond)]),
    ...(users === null ? [] : [shareInWords(users, 'user')]),
    shareInWords(connections, 'connection'),
  ]
  const reach = target === null ? 'the bundled server is here' : `this address is here, unless --allow-host names it`
  const refused = place === 'joined' && isLocal ? `; one on another host is refused, for ${reach}` : ''
  return `${who}, ${generators === 1 ? 'with' : 'each with'} at most ${listed(each)}${refused}`
}

function shareInWords({ fewest, most }: Share, noun: string): string {
  return fewest === most ? counted(most, noun) : `${formatCount(fewest)} or ${counted(most, noun)}`
}

function phaseInWords({ name, measured, durationSeconds, traffic }: PlannedPhase): string {
  const what =
    traffic.kind === 'closed'
      ? `${counted(traffic.users, 'user')}${traffic.thinkSeconds === 0 ? '' : ` who think for ${formatDuration(traffic.thinkSeconds)}`}`
      : traffic.fromRatePerSecond === traffic.toRatePerSecond
        ? formatRate(traffic.fromRatePerSecond)
        : `${formatRate(traffic.fromRatePerSecond)} to ${formatRate(traffic.toRatePerSecond)}`
  return `${name}: ${formatDuration(durationSeconds, 4)}, ${what}${measured ? '' : ', not measured'}`
}

function firstInWords({ readyPath, tried }: RunPlan): string {
  const ready = readyPath === null ? [] : [`GET ${readyPath} until it answers`]
  const kinds = tried.map(({ name, method }) => (name.startsWith(`${method} `) ? name : `${name} (${method})`))
  const once =
    kinds.length === 0
      ? ['nothing is tried']
      : [`one request of each kind, as the load sends it: ${listed(kinds)}; --no-preflight leaves that out`]
  return [...ready, ...once].join(', then ')
}

function renderPreview({ name, share, isFixed, samples }: RequestPreview): string {
  const different = [...new Set(samples)]
  const alike = different.length === 1 ? ', which are alike' : ', of which these differ'
  const which = isFixed
    ? 'all like this one'
    : `the first ${samples.length}${different.length < samples.length ? alike : ''}`
  return [
    `${name}: ${formatShare(share)} of the requests, ${which}`,
    ...different.map((sample) => sample.replace(/^/gm, '  ')),
  ].join(different.length === 1 ? '\n' : '\n\n')
}
