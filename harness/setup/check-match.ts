import type { Scenario } from '../../core/scenario/scenario.ts'
import { shownPath } from '../../core/text/shown-path.ts'
import { UserError } from '../../core/user-error.ts'
import { histogramSelection } from '../../prometheus/observation/histogram-selection.ts'
import { placeInFile } from '../../scenario-file/place-in-file.ts'

/**
 * The matchers of a target's histogram as PromQL reads them, patterns included.
 * @throws UserError with their place in the scenario file
 */
export function checkMatch({ service, file }: Scenario, cwd: string): void {
  const metrics = service.kind === 'target' ? service.target.metrics : null
  if (metrics === null) return
  try {
    histogramSelection(metrics.histogram, metrics.match)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const place = placeInFile(file, shownPath(file, cwd), ['target', 'metrics', 'match'])
    throw new UserError(`${place}: ${error.message.replace(/^metrics\.match: /, '')}`, { cause: error })
  }
}
