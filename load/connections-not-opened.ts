// Whether the service can be reached by all that are to send load to it.

import type { GeneratorMachine } from '../core/run/generators/generator-facts.ts'
import { generatorOnMachine } from '../core/run/generators/machine-in-words.ts'
import type { LoadProblem } from '../core/run/load-problem.ts'
import { counted, listedUpTo } from '../core/text/plural.ts'
import { UserError } from '../core/user-error.ts'
import type { Ready } from './generator/protocol.ts'

/** What a generator opened before the first arrival. */
export interface OpenedConnections extends Pick<Ready, 'openConnections' | 'connectFailure' | 'wakeError'> {
  /** Counted from 1. */
  readonly generator: number
  /** Null of a thread of this process. */
  readonly machine: GeneratorMachine | null
  readonly wanted: number
}

/** Of many the first ones suffice. */
const MOST_NAMED = 8
const NO_REASON = 'no answer'

/**
 * A machine that opened none, while another one did, has no way to the service: the errors of its part of the load would be
 * counted as the service's.
 * @param generators how many there are of them
 * @returns null where all were opened
 * @throws UserError where one or all of them do not reach the service
 */
export function connectionsNotOpened(
  url: string,
  each: readonly OpenedConnections[],
  generators: number,
): LoadProblem | null {
  const wanted = each.reduce((sum, one) => sum + one.wanted, 0)
  const opened = each.reduce((sum, one) => sum + one.openConnections, 0)
  const reason = each.find(({ connectFailure }) => connectFailure !== null)?.connectFailure ?? NO_REASON
  if (opened === 0) throw new UserError(`${url}: expected a service that accepts connections, got: ${reason}`)
  const cutOff = each.flatMap(({ generator, machine, openConnections, connectFailure }) =>
    machine === null || openConnections > 0 ? [] : [{ generator, machine, reason: connectFailure ?? NO_REASON }],
  )
  if (cutOff.length > 0)
    throw new UserError(unreached(url, cutOff, { generators, reached: each.length - cutOff.length }))
  return opened < wanted ? { kind: 'connections-not-opened', url, opened, wanted, reason } : null
}

interface CutOff {
  readonly generator: number
  readonly machine: GeneratorMachine
  readonly reason: string
}

function unreached(
  url: string,
  cutOff: readonly CutOff[],
  { generators, reached }: { readonly generators: number; readonly reached: number },
): string {
  const named = cutOff.map((one) => `${generatorOnMachine(one, generators)}: ${one.reason}`)
  return `${url}: expected a service that every generator reaches, got none from ${listedUpTo(MOST_NAMED, named)}; ${counted(reached, 'other reaches', 'others reach')} it`
}
