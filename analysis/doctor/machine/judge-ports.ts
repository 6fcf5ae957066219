import type { DoctorCheck } from '../../../core/doctor/doctor-check.ts'
import type { PortFacts } from '../../../core/doctor/machine-facts.ts'
import type { RunNeeds } from '../../../core/doctor/run-needs.ts'
import { formatCount } from '../../../core/text/count.ts'
import { check, unseen } from '../check.ts'

const WIDEN = 'widen net.ipv4.ip_local_port_range (sysctl), or lower load.connections'

/** Each connection to one address takes a port of its own, and keeps it for a minute after it is closed. */
export function judgePorts(ports: PortFacts | null, { connections, takesPorts }: RunNeeds): DoctorCheck {
  if (!takesPorts) return check('ports', 'ok', 'none are taken: connections go over a unix domain socket', {})
  if (ports === null) return unseen('ports', 'this platform does not tell which ports connections get')
  const { first, last, reserved, timeWait } = ports
  const all = Math.max(0, last - first + 1 - reserved)
  const figures = { first, last, reserved, timeWait, needed: connections }
  const waiting =
    timeWait === null || timeWait === 0 ? '' : `, ${formatCount(timeWait)} of closed connections not free yet`
  const observed = `${formatCount(all)} local ports (${first} to ${last})${waiting}, and a run takes ${formatCount(connections)}`
  if (all < connections) return check('ports', 'problem', observed, figures, WIDEN)
  if (all - (timeWait ?? 0) >= 2 * connections) return check('ports', 'ok', observed, figures)
  return check(
    'ports',
    'warning',
    observed,
    figures,
    `a service that closes connections uses up the rest: wait a minute, or ${WIDEN}`,
  )
}
