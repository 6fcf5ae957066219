// Where the findings of a preflight stand in the scenario file.

import { existsSync, readFileSync } from 'node:fs'
import { isMapping } from '../../core/file/mapping.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { shownPath } from '../../core/text/shown-path.ts'
import { formatPath, type Path } from '../../scenario-file/mistakes/scenario-error.ts'
import { readYaml } from '../../scenario-file/yaml/read-yaml.ts'

/** `checkout.yaml:4 target.url`; a scenario that a program has made has no lines. */
export function placesInFile({ file }: Scenario, cwd: string): (at: Path) => string {
  const shownAs = shownPath(file, cwd)
  const source = existsSync(file) ? readYaml(readFileSync(file, 'utf8')) : null
  const isSingle = isMapping(source?.value) && source.value.requests === undefined
  return (at) => {
    const path = isSingle && at[0] === 'requests' ? ['request', ...at.slice(2)] : at
    return `${shownAs}${source === null ? '' : `:${source.lineOf(path)}`} ${formatPath(path)}`
  }
}
