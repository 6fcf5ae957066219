// Where a report that needs no run keeps its files unless `--out` names a folder: reports/drills/<rules>/<UTC time>.

import { basename, join } from 'node:path'
import { type ClaimedFolder, createOutFolder, createRunFolder } from '../run-folder/run-folder.ts'

/** @param rules as they were given: files, folders, patterns; the first of them gives the name @throws UserError where it cannot be made */
export function claimReportFolder(
  kind: 'backtests' | 'drills',
  {
    out,
    rules,
    startedAt,
  }: { readonly out: string | undefined; readonly rules: readonly string[]; readonly startedAt: Date },
): Promise<ClaimedFolder> {
  if (out !== undefined) return createOutFolder(out)
  // Of a pattern, the folder before it.
  const [first = ''] = rules
  const name = basename(first.replace(/[^/]*[*?{[].*$/, '')).replace(/\.ya?ml$/, '')
  return createRunFolder(name === '' || name === '.' ? 'rules' : name, startedAt, join('reports', kind))
}
