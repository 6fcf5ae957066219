// Where a drill keeps its files unless `--out` names a folder: reports/drills/<rules>/<UTC time>.

import { join } from 'node:path'
import { type ClaimedFolder, createOutFolder, createRunFolder } from '../run-folder/run-folder.ts'

const DRILLS_FOLDER: string = join('reports', 'drills')

/** @param name of the rule file, without its ending @throws UserError where it cannot be made */
export function claimDrillFolder(out: string | undefined, name: string, startedAt: Date): Promise<ClaimedFolder> {
  return out === undefined ? createRunFolder(name, startedAt, DRILLS_FOLDER) : createOutFolder(out)
}
