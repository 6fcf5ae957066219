// What the generator and its machine have to be given before the run can blame or acquit the service.

import type { Advice } from '../../core/report/advice.ts'
import type { Report, ReportedPhase } from '../../core/report/report.ts'
import { formatCount } from '../../core/text/count.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { formatRate } from '../../core/text/figures/rate.ts'
import { formatShare } from '../../core/text/figures/share.ts'
import { counted } from '../../core/text/plural.ts'

export function adviseGenerator(report: Report): Advice[] {
  const isConnections = report.sla.some(({ doubt }) => doubt === 'too-few-connections')
  return [
    ...lostGenerator(report),
    ...starvedGenerator(report),
    ...busyGenerator(report),
    ...(isConnections ? connections(report) : []),
    ...starvedService(report),
    ...unsendable(report),
    ...unreadable(report),
  ]
}

/** What made a run unfit that no thread was too busy for. */
function isLostOnly({ generator }: Report): boolean {
  return generator.lost > 0 && !generator.overloaded
}

function lostGenerator({ generator }: Report): Advice[] {
  if (generator.lost === 0) return []
  return [
    {
      kind: 'generator',
      weight: 'blocks',
      about: null,
      action:
        generator.lost === 1
          ? 'Find out what ended the generator that was lost, and let the run come to its end with all of them.'
          : 'Find out what ended the generators that were lost, and let the run come to its end with all of them.',
      figure: generator.reasons[0] ?? '',
    },
  ]
}

/** More than a neighbour takes now and then. */
const STARVED_SHARE = 0.3

function starvedGenerator(report: Report): Advice[] {
  const { generator, run } = report
  if (generator.fit || isLostOnly(report) || generator.waitingForCoreShare < STARVED_SHARE) return []
  return [
    {
      kind: 'machine',
      weight: 'blocks',
      about: null,
      action:
        'Run it where nothing else runs, or with a larger CPU quota: the generator waited for a core, and what it measured is its own waiting.',
      figure: `In the worst second it was ready to run but without a core for ${formatShare(generator.waitingForCoreShare)} of the time (${counted(run.cpuCount, 'core')}, ${counted(run.workers, 'generator thread')}).`,
    },
  ]
}

/** Below that, something else than its own work kept it from its schedule. */
const BUSY_SHARE = 0.7

function busyGenerator(report: Report): Advice[] {
  const { generator, load, run, alerts } = report
  if (isLostOnly(report)) return []
  // Saturation leaves an alert undecided that missed what it should have done.
  const isAlertOpen = generator.saturated && alerts.some(({ finding }) => finding === 'inconclusive')
  if (generator.waitingForCoreShare >= STARVED_SHARE && !generator.fit) return []
  if (generator.fit && !isAlertOpen) return []
  const spare = run.cpuCount - 1 - generator.workers
  const highest = Math.max(0, ...load.phases.map(({ offeredRate }) => offeredRate))
  const more =
    spare > 0
      ? `Use more generator threads (--workers ${generator.workers + 1}; ${counted(run.cpuCount, 'core')} are here), or`
      : `Use a machine with more than its ${counted(run.cpuCount, 'core')}, or`
  const lag = generator.sendLag.p99 === null ? '' : `its P99 send lag was ${formatDuration(generator.sendLag.p99)}`
  const busy = `its event loop was ${formatShare(Math.min(1, generator.eventLoopUtilization))} busy in the busiest second`
  const saturated =
    generator.saturatedSeconds > 0 ? `, and it was saturated for ${formatDuration(generator.saturatedSeconds)}` : ''
  const isBusy = generator.saturated || generator.eventLoopUtilization >= BUSY_SHARE
  const [reason] = generator.reasons
  const action = isBusy
    ? `${more} lower the rate below ${formatRate(highest)}`
    : 'Find what kept the generator from its schedule, such as other work on this machine'
  const why = generator.fit
    ? 'it was saturated, so that an alert stays undecided'
    : `it ${isBusy ? 'did not keep to its schedule' : 'was not busy itself'}, so that no finding holds`
  return [
    {
      kind: 'generator',
      weight: 'blocks',
      about: null,
      action: `${action}: ${why.replace(/^it/, isBusy ? 'the generator' : 'it')}.`,
      figure:
        `${[lag, busy].filter((each) => each !== '').join('; ')}${saturated}.${isBusy || reason === undefined ? '' : ` ${reason}`}`.replace(
          /^i/,
          'I',
        ),
    },
  ]
}

/** Arrivals come in clusters, and service times vary. */
const HEADROOM = 1.3

function connections({ load, generator }: Report): Advice[] {
  // Whole connections first, as the finding itself counts them.
  const needed = Math.ceil(HEADROOM * Math.ceil(Math.max(generator.inFlightMax, ...load.phases.map(inFlight))))
  const { neverSent } = load.total
  const waited = generator.dispatchDelay.p99
  return [
    {
      kind: 'connections',
      weight: 'blocks',
      about: null,
      action: `Set load.connections to ${formatCount(needed)} or more: what was measured is the wait for a connection of the generator.`,
      figure: `Up to ${counted(generator.backlogMax, 'request')} waited for one${waited === null ? '' : `, with a P99 of ${formatDuration(waited)}`}${neverSent === 0 ? '' : `, and ${formatCount(neverSent)} were never sent`}.`,
      change: { what: 'connections', to: needed },
    },
  ]
}

/** Little's law. */
function inFlight({ offeredRate, serviceTime }: ReportedPhase): number {
  return offeredRate * (serviceTime.mean ?? 0)
}

function starvedService({ sla }: Report): Advice[] {
  const doubted = sla.filter(({ doubt }) => doubt === 'service-starved')
  const [first] = doubted
  if (first === undefined) return []
  return [
    {
      kind: 'machine',
      weight: 'blocks',
      about: null,
      action: 'Run it where nothing else runs: the bundled server waited for a core and was slower than its script.',
      figure: first.reason,
    },
  ]
}

function unsendable({ sla, load }: Report): Advice[] {
  if (!sla.some(({ doubt }) => doubt === 'unsendable')) return []
  const count = load.total.errorKinds.unsendable ?? 0
  return [
    {
      kind: 'scenario',
      weight: 'blocks',
      about: null,
      action: 'Mend the values of the data that HTTP cannot carry, such as a line break in a header.',
      figure: `${counted(count, 'request')} could not be made of their values and were not sent.`,
    },
  ]
}

function unreadable({ sla, load }: Report): Advice[] {
  if (!sla.some(({ doubt }) => doubt === 'unreadable')) return []
  const count = load.total.errorKinds.unreadable ?? 0
  const reason = load.firstErrors.find(({ kind }) => kind === 'unreadable')?.reason ?? null
  return [
    {
      kind: 'scenario',
      weight: 'blocks',
      about: null,
      action:
        'Ask for answers that can be read (smaller ones, or compressed with gzip, deflate or br), or check less of what is in them.',
      figure: `${counted(count, 'answer')} could not be read, so that nobody knows whether they were as expected${reason === null ? '' : `: ${reason}`}.`,
    },
  ]
}
