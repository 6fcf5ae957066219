// Where a back-test keeps its files unless `--out` names a folder: reports/backtests/<rules>/<UTC time>.

import { join } from 'node:path'
import { type ClaimedFolder, createOutFolder, createRunFolder } from '../run-folder/run-folder.ts'

const BACKTESTS_FOLDER: string = join('reports', 'backtests')

/** @param name of the rule file, without its ending @throws UserError where it cannot be made */
export function claimBacktestFolder(out: string | undefined, name: string, startedAt: Date): Promise<ClaimedFolder> {
  return out === undefined ? createRunFolder(name, startedAt, BACKTESTS_FOLDER) : createOutFolder(out)
}
