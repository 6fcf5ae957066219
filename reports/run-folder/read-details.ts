// Reads back the curves that belong to a run's report.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReportDetails } from '../../core/report/report-details.ts'
import { UserError } from '../../core/user-error.ts'

/** @throws UserError where the run's folder holds none, as those of interrupted writes or older versions */
export async function readDetails(folder: string): Promise<ReportDetails> {
  const file = join(folder, 'report-details.json')
  try {
    return JSON.parse(await readFile(file, 'utf8')) as ReportDetails
  } catch (error) {
    throw new UserError(`${file}: expected the curves of a run, got ${(error as Error).message}`, { cause: error })
  }
}
