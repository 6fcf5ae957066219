import type { Scenario } from '../../core/scenario/scenario.ts'
import { shownPath } from '../../core/text/shown-path.ts'
import { UserError } from '../../core/user-error.ts'
import { histogramSelection } from '../../prometheus/observation/histogram-selection.ts'
import { placeInFile } from '../../scenario-file/place-in-file.ts'

/**
 * The matchers of a target's histogram, and those of single requests, as PromQL reads them, patterns included.
 * @throws UserError with their place in the scenario file
 */
export function checkMatch({ service, file, requests }: Scenario, cwd: string): void {
  const metrics = service.kind === 'target' ? service.target.metrics : null
  if (metrics === null) return
  const checked: readonly (readonly [path: readonly (string | number)[], match: string])[] = [
    [['target', 'metrics', 'match'], metrics.match],
    ...requests.flatMap(({ match }, index) => {
      const place = requests.length === 1 ? ['request', 'match'] : ['requests', index, 'match']
      return match === undefined ? [] : [[place, match] as const]
    }),
  ]
  for (const [path, match] of checked) {
    try {
      histogramSelection(metrics.histogram, match)
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      const place = placeInFile(file, shownPath(file, cwd), path)
      throw new UserError(`${place}: ${error.message.replace(/^metrics\.match: /, '')}`, { cause: error })
    }
  }
}
