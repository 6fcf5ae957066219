import type { DoctorCheck } from '../../../core/doctor/doctor-check.ts'
import type { CoreFacts } from '../../../core/doctor/machine-facts.ts'
import type { RunNeeds } from '../../../core/doctor/run-needs.ts'
import { counted } from '../../../core/text/plural.ts'
import { check } from '../check.ts'

/** One a generator, and one for what is beside it: the service where it is local, scrapes, rules and the display. */
export function judgeCores({ online, allowed }: CoreFacts, { generators, isLocal }: RunNeeds): DoctorCheck {
  const wanted = generators + 1
  const observed =
    allowed < online ? `${counted(allowed, 'core')} for this process, of ${online}` : `${counted(online, 'core')}`
  const figures = { online, allowed, wanted }
  if (allowed >= wanted) return check('cores', 'ok', observed, figures)
  const shared = isLocal ? 'the service and the generator' : 'the generator and what scrapes and judges'
  const unpinned = allowed < online ? ', or unpin it (taskset, cpuset)' : ''
  return check(
    'cores',
    'warning',
    observed,
    figures,
    `${shared} take turns, and each is measured as slower than it is: give it ${counted(wanted, 'core')}${unpinned}`,
  )
}
