// What the generator and its machine have to be given before the run can blame or acquit the service.

import type { Advice } from '../../core/report/advice.ts'
import type { Report, ReportedPhase } from '../../core/report/report.ts'
import { formatCount } from '../../core/text/count.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { counted } from '../../core/text/plural.ts'
import { adviseClocks } from './generators/clocks-advice.ts'
import { adviseLost } from './generators/lost-generators.ts'
import { adviseUnfit } from './generators/unfit-generators.ts'

export function adviseGenerator(report: Report): Advice[] {
  const isConnections = report.sla.some(({ doubt }) => doubt === 'too-few-connections')
  return [
    ...adviseLost(report),
    ...adviseUnfit(report),
    ...(isConnections ? connections(report) : []),
    ...starvedService(report),
    ...unsendable(report),
    ...unreadable(report),
    ...adviseClocks(report),
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
