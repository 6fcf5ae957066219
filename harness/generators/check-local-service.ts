// Whether generators on other machines would load the service that is meant. 127.0.0.1 is each machine's own: what answers
// there on another one is none that the scenario speaks of, and nobody has said that it may be loaded.

import { isLocalHost } from '../../core/route/local-host.ts'
import { parseHostPattern } from '../../core/scenario/allowed-hosts.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { substituteReferences } from '../../core/text/environment-references.ts'
import { isHttpUrl } from '../../core/text/url.ts'
import { UserError } from '../../core/user-error.ts'

export interface JoinedGenerator {
  readonly name: string
  readonly host: string
}

export interface LocalServiceCheck {
  readonly scenario: Scenario
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Beside those of the scenario. */
  readonly allowHosts: readonly string[]
  readonly generators: readonly JoinedGenerator[]
  /** The machine that leads the run. */
  readonly host: string
}

/** @throws UserError where one of them is on another machine than a service that only this one has */
export function checkLocalService({ scenario, environment, allowHosts, generators, host }: LocalServiceCheck): void {
  const elsewhere = generators.find((generator) => generator.host !== host)
  if (elsewhere === undefined) return
  const there = `generator ${elsewhere.name} is on ${elsewhere.host}, and this is ${host}`
  const { service } = scenario
  if (service.kind === 'bundled')
    throw new UserError(
      `${scenario.file}: expected a target that all generators reach, got the bundled server, which listens on this machine alone: ${there}`,
    )
  if (service.target.socket !== undefined)
    throw new UserError(
      `target.socket: expected a service that all generators reach, got a socket of this machine: ${there}`,
    )
  const text = substituteReferences(service.target.url, environment, 'target.url')
  if (!isHttpUrl(text)) return
  const { hostname, host: shown } = new URL(text)
  const allowed = [...(scenario.allowHosts ?? []), ...allowHosts]
  if (!isLocalHost(hostname) || allowed.some((each) => parseHostPattern(each)?.hostname === hostname)) return
  throw new UserError(
    `target.url: expected an address that all generators reach, got ${shown}, which is each machine's own: ${there}. If every one of them has the service there, run with --allow-host ${hostname}`,
  )
}
