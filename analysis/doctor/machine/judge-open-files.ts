import type { DoctorCheck } from '../../../core/doctor/doctor-check.ts'
import type { FileFacts } from '../../../core/doctor/machine-facts.ts'
import type { RunNeeds } from '../../../core/doctor/run-needs.ts'
import { formatCount } from '../../../core/text/count.ts'
import { check, unseen } from '../check.ts'

/** Beside the connections, as load/open-files.ts keeps them free. */
const RESERVED = 64
const PER_GENERATOR = 8

/** Each connection is an open file; with too few, requests wait and the wait looks like the service's. */
export function judgeOpenFiles(
  { soft, hard, open, machineLeft }: FileFacts,
  { connections, generators, isLocal }: RunNeeds,
): DoctorCheck {
  if (soft === null) return unseen('open-files', 'this platform does not tell how many files may be open')
  const needed = connections + RESERVED + PER_GENERATOR * generators
  const ofMachine = needed + (isLocal ? connections : 0)
  const figures = {
    soft: Number.isFinite(soft) ? soft : null,
    hard: hard === null || !Number.isFinite(hard) ? null : hard,
    open,
    machineLeft,
    needed,
  }
  const limit = Number.isFinite(soft) ? formatCount(soft) : 'any number'
  const observed = `${limit} may be open, and a run with ${formatCount(connections)} connections takes ${formatCount(needed)}`
  if (machineLeft !== null && machineLeft < ofMachine)
    return check(
      'open-files',
      'problem',
      `${formatCount(machineLeft)} more can be open on the whole machine, and a run takes ${formatCount(ofMachine)}`,
      figures,
      'raise fs.file-max (sysctl), or end what holds so many',
    )
  if (soft >= needed) return check('open-files', 'ok', observed, figures)
  const raise =
    hard !== null && hard >= needed
      ? `run ulimit -n ${needed} before`
      : `raise the limit to ${needed} (limits.conf, LimitNOFILE, docker run --ulimit nofile=${needed})`
  return check('open-files', 'problem', observed, figures, `${raise}, or lower load.connections`)
}
