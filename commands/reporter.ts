// Where a run's findings are told, besides the files in its folder: chosen with --reporter, or by what the
// surroundings offer.

import { InvalidArgumentError } from 'commander'
import type { Environment } from '../core/environment.ts'

export type Reporter =
  | { readonly kind: 'terminal' }
  /** Appended to the file: a summary may follow others. */
  | { readonly kind: 'markdown'; readonly file: string }
  | { readonly kind: 'github' }
  | { readonly kind: 'junit'; readonly file: string }

const EXPECTED = 'Expected auto, terminal, github, markdown, markdown=<file> or junit=<file>'

/** Commander's parser for a flag that may be repeated, each with a list of its own. */
export function reporterNames(text: string, before: readonly string[] | undefined): string[] {
  const names = text.split(',').map((name) => name.trim())
  for (const name of names)
    if (!/^(auto|terminal|github|markdown|(markdown|junit)=.+)$/.test(name))
      throw new InvalidArgumentError(`${EXPECTED}, got ${name || 'nothing'}.`)
  return [...(before ?? []), ...names]
}

/** Each named reporter once, in the order named. */
export function chooseReporters(names: readonly string[], environment: Environment): Reporter[] {
  const chosen = (names.length === 0 ? ['auto'] : names).flatMap((name) => reportersOf(name, environment))
  const known = new Map(chosen.map((reporter) => [JSON.stringify(reporter), reporter]))
  return [...known.values()]
}

function reportersOf(name: string, environment: Environment): Reporter[] {
  const [kind, file] = splitName(name)
  const summary = environment.GITHUB_STEP_SUMMARY
  switch (kind) {
    case 'terminal':
      return [{ kind }]
    case 'github':
      return environment.GITHUB_ACTIONS === 'true' ? [{ kind }] : []
    case 'junit':
      return [{ kind, file }]
    case 'markdown': {
      const path = file || summary
      return path ? [{ kind, file: path }] : []
    }
    default:
      return ['terminal', 'markdown', 'github'].flatMap((each) => reportersOf(each, environment))
  }
}

function splitName(name: string): [kind: string, file: string] {
  const at = name.indexOf('=')
  return at < 0 ? [name, ''] : [name.slice(0, at), name.slice(at + 1)]
}
