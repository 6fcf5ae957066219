// What generators have to be given that did not keep to their schedule: which of them, why, and what fits where they are. A
// thread or a process of this machine wants fewer of its kind, or more cores; one that joined wants a machine of its own, or
// more machines beside it.

import type { Advice } from '../../../core/report/advice.ts'
import type { Report, ReportedGenerator, ReportedSingleGenerator } from '../../../core/report/report.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { formatRate } from '../../../core/text/figures/rate.ts'
import { formatShare } from '../../../core/text/figures/share.ts'
import { counted, listed } from '../../../core/text/plural.ts'
import { generatorsInWords } from '../../generator/generator-words.ts'
import { STARVED_SHARE } from '../../generator/judge-saturation.ts'

export function adviseUnfit(report: Report): Advice[] {
  const { generator, alerts } = report
  // Lost, and not for being too busy: that is another advice.
  if (generator.lost > 0 && !generator.overloaded) return []
  // Saturation leaves an alert undecided that missed what it should have done.
  const isAlertOpen = generator.saturated && alerts.some(({ finding }) => finding === 'inconclusive')
  if (generator.fit && !isAlertOpen) return []
  // What kept them is known then, and that is another advice.
  const isKnown = ({ cause }: Group) => cause === 'kept' && generator.openFiles !== undefined
  const groups = groupsOf(report).filter((group) => !isKnown(group))
  return groups.map((group) => ADVICE[group.cause](group, report))
}

type Place = ReportedSingleGenerator['place']
type Cause = 'starved' | 'busy' | 'kept'
type Figures = Pick<
  ReportedGenerator,
  'sendLag' | 'eventLoopUtilization' | 'waitingForCoreShare' | 'saturatedSeconds' | 'saturated' | 'reasons'
>

/** Generators that the same advice fits. */
interface Group {
  readonly cause: Cause
  /** Of the first: those that joined are advised alike, but for one that joined from the same host. */
  readonly place: Place
  readonly members: readonly ReportedSingleGenerator[]
  /** `the generator`, or `generator 2 of 4 (load-2 on host-2)`. */
  readonly who: string
  /** Of the one that fared worst. */
  readonly worst: Figures
  /** Of all generators of the run. */
  readonly count: number
  /** Of the machine with the fewest. */
  readonly cores: number
}

function groupsOf({ generator, run }: Report): Group[] {
  const { generators: each = [] } = generator
  const unfit = each.filter(({ overloaded, saturated }) => overloaded || saturated)
  const count = Math.max(1, each.length)
  if (unfit.length === 0) {
    const place = each.find((one) => one.place === 'elsewhere')?.place ?? each[0]?.place ?? 'thread'
    const who = each.length < 2 ? 'the generator' : 'the generators'
    return [{ cause: causeOf(generator), place, members: each, who, worst: generator, count, cores: run.cpuCount }]
  }
  const groups = new Map<string, ReportedSingleGenerator[]>()
  for (const one of unfit) {
    const key = `${causeOf(one)}/${one.place}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()].map((members) => {
    const [first] = members as [ReportedSingleGenerator, ...ReportedSingleGenerator[]]
    const worst = members.reduce((a, b) => (severity(b) > severity(a) ? b : a))
    const who = count === 1 ? 'the generator' : generatorsInWords(members, count)
    const cores = Math.min(...members.map((one) => one.cores ?? run.cpuCount))
    return { cause: causeOf(first), place: first.place, members, who, worst, count, cores }
  })
}

/** Below that, something else than its own work kept it from its schedule. */
const BUSY_SHARE = 0.7

function causeOf({
  waitingForCoreShare,
  saturated,
  eventLoopUtilization,
}: Pick<Figures, 'waitingForCoreShare' | 'saturated' | 'eventLoopUtilization'>): Cause {
  if (waitingForCoreShare >= STARVED_SHARE) return 'starved'
  return saturated || eventLoopUtilization >= BUSY_SHARE ? 'busy' : 'kept'
}

function severity({ waitingForCoreShare, eventLoopUtilization, sendLag }: Figures): number {
  return Math.max(waitingForCoreShare, eventLoopUtilization) + Math.min(1, sendLag.p99 ?? 0)
}

const ADVICE: Readonly<Record<Cause, (group: Group, report: Report) => Advice>> = { starved, busy, kept }

// ---- it was ready to run, and had no core ----

function starved(group: Group, report: Report): Advice {
  const { who, worst, members } = group
  const waited = members.length < 2 ? 'what it measured is its own waiting' : 'what they measured is their own waiting'
  return {
    kind: 'machine',
    weight: 'blocks',
    about: null,
    action: `${quieter(group, report)}: ${who} waited for a core, and ${waited}.`,
    figure: `In the worst second it was ready to run but without a core for ${formatShare(worst.waitingForCoreShare)} of the time (${room(group, report)}).`,
  }
}

function quieter({ place, members, count, cores }: Group, report: Report): string {
  switch (place) {
    case 'thread': {
      const fewer = fewerThan(count, cores)
      return `Run it where nothing else runs, or with a larger CPU quota${fewer === null ? '' : `, or with fewer generator threads (--workers ${fewer})`}`
    }
    case 'process': {
      const fewer = fewerThan(count, cores)
      return fewer === null
        ? 'Run it where nothing else runs, or have generators on other machines join it (--join)'
        : `Start fewer processes on this machine (--generators ${fewer}), or have generators on other machines join it (--join)`
    }
    case 'here':
      return 'Let it send from another machine than the one that leads the run'
    case 'elsewhere': {
      const crowded = crowdedHosts(members, report)
      return crowded.length > 0
        ? `Start fewer generators on ${listed(crowded.map(({ host }) => host))}, and more machines in their place`
        : `Give ${members.length < 2 ? 'it' : 'each'} a core of its own on ${hostsInWords(members)}: no other work, and no limit of CPU`
    }
  }
}

/** Beside them run whoever leads the run, and a broker. Null where it would be none fewer. */
function fewerThan(count: number, cores: number): number | null {
  const fewer = Math.max(1, cores - 1)
  return fewer < count ? fewer : null
}

interface CrowdedHost {
  readonly host: string
  readonly generators: number
  readonly cores: number
}

/** Hosts of these on which there are more generators than cores. */
function crowdedHosts(members: readonly ReportedSingleGenerator[], { generator }: Report): CrowdedHost[] {
  const hosts = new Set(members.flatMap(({ host }) => host ?? []))
  return [...hosts].flatMap((host) => {
    const there = (generator.generators ?? []).filter((one) => one.host === host)
    const cores = Math.min(...there.map((one) => one.cores ?? Number.POSITIVE_INFINITY))
    return there.length > cores ? [{ host, generators: there.length, cores }] : []
  })
}

const MOST_HOSTS = 3

function hostsInWords(members: readonly ReportedSingleGenerator[]): string {
  const hosts = [...new Set(members.flatMap(({ host }) => host ?? []))]
  return hosts.length > MOST_HOSTS ? 'its host' : listed(hosts)
}

/** `2 cores, 4 generator threads`. */
function room({ place, members, cores, count }: Group, report: Report): string {
  if (place === 'thread')
    return `${counted(report.run.cpuCount, 'core')}, ${counted(report.run.workers, 'generator thread')}`
  if (place === 'process')
    return `${counted(cores, 'core')}, ${counted(count, 'process', 'processes')} and their broker`
  const crowded = crowdedHosts(members, report)
  if (crowded.length === 0) return `${counted(cores, 'core')} there`
  return crowded
    .slice(0, MOST_HOSTS)
    .map((each) => `${counted(each.cores, 'core')} and ${counted(each.generators, 'generator')} on ${each.host}`)
    .join('; ')
}

// ---- its own work filled its time ----

function busy(group: Group, report: Report): Advice {
  const { who, members } = group
  const highest = Math.max(0, ...report.load.phases.map(({ offeredRate }) => offeredRate))
  const why = report.generator.fit
    ? `${who} ${members.length < 2 ? 'was' : 'were'} saturated, so that an alert stays undecided`
    : `${who} did not keep to ${members.length < 2 ? 'its' : 'their'} schedule, so that no finding holds`
  return {
    kind: 'generator',
    weight: 'blocks',
    about: null,
    action: `${stronger(group)}, or lower the rate below ${formatRate(highest)}: ${why}.`,
    figure: lateness(group),
  }
}

function stronger({ place, members, count, cores }: Group): string {
  const hasRoom = cores - 1 - count > 0
  switch (place) {
    case 'thread':
      return hasRoom
        ? `Use more generator threads (--workers ${count + 1}; ${counted(cores, 'core')} are here)`
        : `Use a machine with more than its ${counted(cores, 'core')}, or generators on several machines (--generators, --join)`
    case 'process':
      return hasRoom
        ? `Use more processes (--generators ${count + 1}; ${counted(cores, 'core')} are here)`
        : `Use a machine with more than its ${counted(cores, 'core')}, or have generators on other machines join it (--join)`
    case 'here':
    case 'elsewhere':
      return members.length < count
        ? `Put machines as fast as the others in place of ${hostsInWords(members)}, or start more generators (--generators ${count + 1}), so that each sends less`
        : `Start more generators (--generators ${count + 1}), each with a core of its own`
  }
}

// ---- something else kept it ----

function kept(group: Group, { generator }: Report): Advice {
  const { who, place, members, worst } = group
  const where = place === 'elsewhere' && members.length > 0 ? `on ${hostsInWords(members)}` : 'on this machine'
  const [reason] = members.length === 1 && generator.generators?.length !== 1 ? worst.reasons : generator.reasons
  const isOne = members.length < 2
  return {
    kind: 'generator',
    weight: 'blocks',
    about: null,
    action: `Find what kept ${who} from ${isOne ? 'its' : 'their'} schedule, such as other work ${where}: ${isOne ? 'it was not busy itself' : 'they were not busy themselves'}, so that no finding holds.`,
    figure: `${lateness(group)}${reason === undefined ? '' : ` ${reason}`}`,
  }
}

function lateness({ worst }: Group): string {
  const { sendLag, eventLoopUtilization, saturatedSeconds } = worst
  const lag = sendLag.p99 === null ? 'Its' : `Its P99 send lag was ${formatDuration(sendLag.p99)}; its`
  const saturated = saturatedSeconds > 0 ? `, and it was saturated for ${formatDuration(saturatedSeconds)}` : ''
  return `${lag} event loop was ${formatShare(Math.min(1, eventLoopUtilization))} busy in the busiest second${saturated}.`
}
