// Refuses to load a host that nobody has named. What is only read is not asked for: metrics pages, a Prometheus.

import { isAllowedHost } from '../../core/scenario/allowed-hosts.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { substituteReferences } from '../../core/text/environment-references.ts'
import { shownPath } from '../../core/text/shown-path.ts'
import { isHttpUrl } from '../../core/text/url.ts'
import { UserError } from '../../core/user-error.ts'
import type { RunOptions } from './run-options.ts'

export type HostOptions = Pick<RunOptions, 'target' | 'allowHosts' | 'environment'>

/**
 * A URL that is none is left to whoever resolves it.
 * @throws UserError with the line that would allow the host, or where a variable is not set
 */
export async function checkHost(scenario: Scenario, options: HostOptions, cwd: string): Promise<void> {
  const host = unnamedHost(scenario, options)
  if (host === null) return
  const place = options.target === undefined ? await placeOfUrl(scenario, cwd) : '--target'
  throw new UserError(
    `${place}: expected this machine, or a host that the scenario allows to be loaded, got ${host}. If it is meant, write allowHosts: [${yamlText(host)}] into the scenario, or run with --allow-host ${host}`,
  )
}

/** The host and port that would be loaded although nobody has named it; null where there is none. */
export function unnamedHost(scenario: Scenario, options: HostOptions): string | null {
  const { service } = scenario
  // A socket belongs to this machine, whatever host the URL names.
  if (service.kind !== 'target' || service.target.socket !== undefined) return null
  const url = substituteReferences(service.target.url, options.environment ?? process.env, 'target.url')
  if (!isHttpUrl(url) || isAllowedHost(new URL(url), allowedHosts(scenario, options))) return null
  return new URL(url).host
}

function allowedHosts({ allowHosts = [] }: Scenario, options: HostOptions): readonly string[] {
  return [...allowHosts, ...(options.allowHosts ?? [])]
}

/** The parser of YAML is loaded only where there is something to say. */
async function placeOfUrl({ file }: Scenario, cwd: string): Promise<string> {
  const { placeInFile } = await import('../../scenario-file/place-in-file.ts')
  return placeInFile(file, shownPath(file, cwd), ['target', 'url'])
}

/** Brackets and colons have a meaning in YAML. */
function yamlText(host: string): string {
  return /^[\w.-]+$/.test(host) ? host : `"${host}"`
}
