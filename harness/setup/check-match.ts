import { existsSync, readFileSync } from 'node:fs'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { shownPath } from '../../core/text/shown-path.ts'
import { UserError } from '../../core/user-error.ts'
import { histogramSelection } from '../../prometheus/observation/histogram-selection.ts'
import type { Path } from '../../scenario-file/mistakes/scenario-error.ts'
import { placeInFile } from '../../scenario-file/place-in-file.ts'
import { pathOfEntry } from '../../scenario-file/yaml/path-of-entry.ts'
import { readYaml } from '../../scenario-file/yaml/read-yaml.ts'

/**
 * The matchers of a target's histogram, and those of single requests, as PromQL reads them, patterns included.
 * @throws UserError with their place in the scenario file
 */
export function checkMatch({ service, file, requests }: Scenario, cwd: string): void {
  const metrics = service.kind === 'target' ? service.target.metrics : null
  if (metrics === null) return
  const matches = [metrics.match, ...requests.flatMap(({ match }) => match ?? [])]
  for (const match of matches) {
    try {
      histogramSelection(metrics.histogram, match)
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      const place = placeInFile(file, shownPath(file, cwd), placeOf(file, match))
      throw new UserError(`${place}: ${error.message.replace(/^metrics\.match: /, '')}`, { cause: error })
    }
  }
}

/** A scenario that a program has made has no file. */
function placeOf(file: string, match: string): Path {
  const written = existsSync(file) ? readYaml(readFileSync(file, 'utf8')).value : undefined
  return pathOfEntry(written, 'match', match) ?? ['match']
}
