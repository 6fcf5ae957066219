import { InvalidArgumentError, type Option } from 'commander'
import { parseHostPattern } from '../../core/scenario/allowed-hosts.ts'
import { flag } from './flag.ts'

/** @param when put before the description, to say when the flag applies */
export function allowHostFlag(when = ''): Option {
  return flag(
    '--allow-host <host>',
    `${when}a host that may be loaded, beside this machine (may be repeated)`,
  ).argParser(hosts)
}

/** Within one text, as in an environment variable, commas separate hosts. */
function hosts(text: string, before: readonly string[] | undefined): readonly string[] {
  const named = text.split(/[\s,;]+/).filter((host) => host !== '')
  const wrong = named.find((host) => parseHostPattern(host) === undefined)
  if (wrong !== undefined || named.length === 0)
    throw new InvalidArgumentError(`Expected a host such as shop.example:8443 or *.shop.example, got ${wrong ?? text}.`)
  return [...(before ?? []), ...named]
}
