// Machines that got no connection to the service while others did. Arrivals are dealt in turn, so that a service which refuses
// connections refuses those of all machines alike: where some get none and others each of theirs, what differs is the machine,
// or its way to the service.

import { type NamedMachine, namedMachine } from '../../core/run/generators/machine-in-words.ts'
import type { LoadProblem } from '../../core/run/load-problem.ts'
import type { Reach } from './reach-tally.ts'

export interface MachineReach {
  /** Null of a thread of this process. */
  readonly machine: NamedMachine | null
  readonly reach: Reach
}

/**
 * That so many of one machine's requests get no connection and none of another's is, by chance alone, as likely as that of
 * twenty equal shares none falls to it.
 */
const ENOUGH = 20

type MachinesCutOff = Extract<LoadProblem, { readonly kind: 'machines-cut-off' }>

/** @param phases whether each is measured */
export function cutOffMachines(each: readonly MachineReach[], phases: readonly boolean[]): MachinesCutOff[] {
  const hosts = new Set(each.map(({ machine }) => machine?.host))
  const cut = phases.flatMap((isMeasured, phase) => {
    const all = [...hosts].map((host) => reachOf(host, each, phase))
    const without = all.filter(({ unconnected }) => unconnected > 0)
    const reaching = all.filter(({ unconnected, answered }) => unconnected === 0 && answered >= ENOUGH)
    const isCut = without.length > 0 && without.every(({ unconnected }) => unconnected >= ENOUGH)
    return isMeasured && isCut && reaching.length > 0 ? [{ phase, without, answered: sum(reaching, 'answered') }] : []
  })
  if (cut.length === 0) return []
  const cutHosts = new Set(cut.flatMap(({ without }) => without.map(({ host }) => host)))
  return [
    {
      kind: 'machines-cut-off',
      machines: each.flatMap(({ machine }) => (machine && cutHosts.has(machine.host) ? [namedMachine(machine)] : [])),
      phases: cut.map(({ phase }) => phase),
      requests: cut.reduce((all, { without }) => all + sum(without, 'unconnected'), 0),
      answeredElsewhere: cut.reduce((all, { answered }) => all + answered, 0),
    },
  ]
}

interface ReachOfHost {
  /** Undefined of this process. */
  readonly host: string | undefined
  readonly unconnected: number
  readonly answered: number
}

function reachOf(host: string | undefined, each: readonly MachineReach[], phase: number): ReachOfHost {
  const own = each.filter(({ machine }) => machine?.host === host)
  const total = (key: keyof Reach) => own.reduce((all, { reach }) => all + (reach[key][phase] ?? 0), 0)
  return { host, unconnected: total('unconnected'), answered: total('answered') }
}

function sum(hosts: readonly ReachOfHost[], key: keyof Reach): number {
  return hosts.reduce((all, host) => all + host[key], 0)
}
