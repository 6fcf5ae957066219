import type { DoctorCheck } from '../../../core/doctor/doctor-check.ts'
import type { MemoryFacts } from '../../../core/doctor/machine-facts.ts'
import type { RunNeeds } from '../../../core/doctor/run-needs.ts'
import { formatByteSize } from '../../../core/text/byte-size.ts'
import { check, unseen } from '../check.ts'

const MB = 1024 ** 2

/** With Node in it, and all that a report is made of; measured with 64 to 2,000 connections. */
const HARNESS_BYTES = 170 * MB
/** What answers is a process of its own, where it is the bundled server. */
const SERVICE_BYTES = 100 * MB
/** Buffers at both ends. */
const BYTES_PER_CONNECTION = 64 * 1024

export function judgeMemory(
  { totalBytes, availableBytes, limitBytes, usedBytes }: MemoryFacts,
  { connections, isLocal }: RunNeeds,
): DoctorCheck {
  const leftInGroup = limitBytes === null ? null : Math.max(0, limitBytes - (usedBytes ?? 0))
  const known = [availableBytes, leftInGroup].flatMap((bytes) => bytes ?? [])
  if (known.length === 0) return unseen('memory', 'this platform does not tell how much is available')
  const available = Math.min(...known)
  const needed = HARNESS_BYTES + (isLocal ? SERVICE_BYTES : 0) + connections * BYTES_PER_CONNECTION
  const figures = { totalBytes, availableBytes, limitBytes, usedBytes, neededBytes: needed }
  const within =
    leftInGroup !== null && leftInGroup === available ? ` below a limit of ${formatByteSize(limitBytes ?? 0)}` : ''
  const observed = `${formatByteSize(available)} available${within}`
  if (available >= 2 * needed) return check('memory', 'ok', observed, figures)
  const remedy = within === '' ? 'end other programs' : 'raise the limit of the container'
  return check(
    'memory',
    available < needed ? 'problem' : 'warning',
    observed,
    figures,
    `a run with ${connections} connections takes about ${formatByteSize(needed)}, and pauses where memory is short: ${remedy}, or lower load.connections`,
  )
}
