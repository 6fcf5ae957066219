import type { DoctorCheck } from '../../../core/doctor/doctor-check.ts'
import type { FolderFacts } from '../../../core/doctor/machine-facts.ts'
import { formatByteSize } from '../../../core/text/byte-size.ts'
import { check } from '../check.ts'

/** A report of a long run, with all its latencies and scrapes. */
const ENOUGH_BYTES = 100 * 1024 ** 2

export function judgeReportFolder({ path, isWritable, freeBytes }: FolderFacts): DoctorCheck {
  const figures = { path, isWritable, freeBytes }
  if (!isWritable)
    return check(
      'report-folder',
      'problem',
      `${path} cannot be written to`,
      figures,
      'run elsewhere, or name another folder with --out',
    )
  const free = freeBytes === null ? '' : `, ${formatByteSize(freeBytes)} free`
  if (freeBytes !== null && freeBytes < ENOUGH_BYTES)
    return check('report-folder', 'warning', path + free, figures, 'make room, or name another folder with --out')
  return check('report-folder', 'ok', path + free, figures)
}
