// `${NAME}` of a variable that is not set here. A run stops at the first one; whoever checks the file sees all of them.

import type { Environment } from '../core/environment.ts'
import { isMapping } from '../core/file/mapping.ts'
import { splitReferences } from '../core/text/environment-references.ts'
import { isReplaced } from './check-environment-references.ts'
import { formatPath, type Path } from './mistakes/scenario-error.ts'

import { readYaml } from './yaml/read-yaml.ts'

/** One sentence for each place and variable, in the order of the file. @param text of a scenario file without mistakes */
export function unsetReferences(text: string, shownAs: string, environment: Environment): string[] {
  const source = readYaml(text)
  return referencesIn(source.value, [])
    .filter(({ variable }) => !Object.hasOwn(environment, variable) || environment[variable] === undefined)
    .map(({ path, variable }) => ({ line: source.lineOf(path), path, variable }))
    .sort((a, b) => a.line - b.line)
    .map(
      ({ line, path, variable }) =>
        `${shownAs}:${line} ${formatPath(path)}: warning: the environment variable ${variable} is not set; a run needs it`,
    )
}

interface Reference {
  readonly path: Path
  readonly variable: string
}

function referencesIn(value: unknown, path: Path): Reference[] {
  if (path[0] === 'question') return []
  if (typeof value === 'string')
    return isReplaced(path) ? variablesOf(value).map((variable) => ({ path, variable })) : []
  if (Array.isArray(value)) return value.flatMap((item, i) => referencesIn(item, [...path, i]))
  return isMapping(value) ? Object.entries(value).flatMap(([key, inner]) => referencesIn(inner, [...path, key])) : []
}

function variablesOf(text: string): string[] {
  const variables = (splitReferences(text) ?? []).flatMap((part) => ('variable' in part ? [part.variable] : []))
  return [...new Set(variables)]
}
