import type { PlannedData } from '../../core/data/data-set.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { shownPath } from '../../core/text/shown-path.ts'
import { UserError } from '../../core/user-error.ts'
import { checkRows } from '../../load/check-plan.ts'
import { placeInFile } from '../../scenario-file/place-in-file.ts'

/**
 * Whether the rows that are sent once are enough for the schedule.
 * @throws UserError with the place in the scenario file
 */
export function checkDataRows(
  { load, requests, flows, file }: Scenario,
  data: readonly PlannedData[],
  cwd: string,
): void {
  try {
    const varying = requests.map((request) => ({ ...request, varies: true as const }))
    checkRows({ ...load, requests: varying, ...(flows && { flows }), data })
  } catch (error) {
    const [, name] = error instanceof UserError ? (/^data\.([^:]+): /.exec(error.message) ?? []) : []
    if (!(error instanceof UserError) || name === undefined) throw error
    const place = placeInFile(file, shownPath(file, cwd), ['data', name])
    throw new UserError(`${place}${error.message.slice(`data.${name}`.length)}`, { cause: error })
  }
}
