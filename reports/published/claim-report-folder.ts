// Where a report that needs no run keeps its files unless `--out` names a folder: reports/drills/<rules>/<UTC time>.

import { join } from 'node:path'
import { type ClaimedFolder, createOutFolder, createRunFolder } from '../run-folder/run-folder.ts'

/** @param name of the rule file, without its ending @throws UserError where it cannot be made */
export function claimReportFolder(
  kind: 'backtests' | 'drills',
  { out, name, startedAt }: { readonly out: string | undefined; readonly name: string; readonly startedAt: Date },
): Promise<ClaimedFolder> {
  return out === undefined ? createRunFolder(name, startedAt, join('reports', kind)) : createOutFolder(out)
}
