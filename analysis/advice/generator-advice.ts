// What the generator and its machine have to be given before the run can blame or acquit the service.

import type { Advice } from '../../core/report/advice.ts'
import type { Report, ReportedPhase, SlaFinding } from '../../core/report/report.ts'
import { formatCount } from '../../core/text/count.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { counted } from '../../core/text/plural.ts'
import { adviseClocks } from './generators/clocks-advice.ts'
import { adviseLost } from './generators/lost-generators.ts'
import { adviseUnfit } from './generators/unfit-generators.ts'

export function adviseGenerator(report: Report): Advice[] {
  const doubts = DOUBTS.filter((doubt) => report.sla.some((finding) => finding.doubt === doubt))
  return [
    ...adviseLost(report),
    ...adviseUnfit(report),
    ...openFiles(report),
    ...doubts.flatMap((doubt) => OF_DOUBT[doubt]?.(report) ?? []),
    ...adviseClocks(report),
  ]
}

type Doubt = NonNullable<SlaFinding['doubt']>

/** What a doubt about findings asks for; null where more is known of the run than its findings say, and advice follows from that. */
const OF_DOUBT: Readonly<Record<Doubt, ((report: Report) => Advice[]) | null>> = {
  // generators/lost-generators.ts, generators/unfit-generators.ts, run-advice.ts
  'generator-lost': null,
  'generator-saturated': null,
  interrupted: null,
  'too-few-connections': connections,
  'service-starved': starvedService,
  unsendable,
  unreadable,
  'machines-cut-off': cutOff,
}
const DOUBTS = Object.keys(OF_DOUBT) as Doubt[]

/** Arrivals come in clusters, and service times vary. */
const HEADROOM = 1.3

function connections({ load, generator }: Report): Advice[] {
  // The scenario has more than could be used.
  if (generator.openFiles !== undefined) return []
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

function openFiles({ generator: { openFiles: files, generators = [], backlogMax } }: Report): Advice[] {
  if (files === undefined) return []
  const { limit, wanted, allowed, generator } = files
  const processes = generator === undefined ? 1 : Math.max(1, generators.length)
  const needed = limit + Math.ceil((wanted - allowed) / processes)
  return [
    {
      kind: 'connections',
      weight: 'blocks',
      about: null,
      action: `Let ${generator ?? 'this process'} open ${formatCount(needed)} files or more (ulimit -n): what was measured is the wait for a connection that it may not have.`,
      figure: `It may open ${formatCount(limit)}, so that ${formatCount(allowed)} of ${counted(wanted, 'connection')} were used, and up to ${counted(backlogMax, 'request')} waited for one.`,
    },
  ]
}

function cutOff({ sla }: Report): Advice[] {
  const found = sla.find(({ doubt }) => doubt === 'machines-cut-off')
  return [
    {
      kind: 'machine',
      weight: 'blocks',
      about: null,
      action:
        "Mend the way to the service of the machines that got no connection (try the target's address from there), or send from others.",
      figure: found?.doubtReason ?? found?.reason ?? '',
    },
  ]
}

/** Little's law. */
function inFlight({ offeredRate, serviceTime }: ReportedPhase): number {
  return offeredRate * (serviceTime.mean ?? 0)
}

function starvedService({ sla }: Report): Advice[] {
  const found = sla.find(({ doubt }) => doubt === 'service-starved')
  return [
    {
      kind: 'machine',
      weight: 'blocks',
      about: null,
      action: 'Run it where nothing else runs: the bundled server waited for a core and was slower than its script.',
      figure: found?.reason ?? '',
    },
  ]
}

function unsendable({ load }: Report): Advice[] {
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

function unreadable({ load }: Report): Advice[] {
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
