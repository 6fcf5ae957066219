import type { DoctorCheck } from '../../../core/doctor/doctor-check.ts'
import type { CoreFacts, OtherLoadFacts } from '../../../core/doctor/machine-facts.ts'
import { formatShare } from '../../../core/text/figures/share.ts'
import { counted } from '../../../core/text/plural.ts'
import { check, unseen } from '../check.ts'

/** Of the cores. */
const MUCH = 0.25
/** Below, it is what any virtual machine sees. */
const STOLEN = 0.02

/** No problem by itself: whether it makes requests late, the timers show. */
export function judgeOtherLoad(load: OtherLoadFacts | null, { allowed }: CoreFacts): DoctorCheck {
  if (load === null) return unseen('other-load', 'this platform does not tell what others use')
  const { othersCores, stealShare, waitingShare } = load
  const share = othersCores / allowed
  const figures = { othersCores, share, stealShare, waitingShare }
  const stolen = stealShare > STOLEN ? `; the hypervisor took ${formatShare(stealShare)} of the time` : ''
  const observed = `others use ${othersCores.toFixed(1)} of ${counted(allowed, 'core')}${stolen}`
  const state = share > MUCH || stealShare > STOLEN ? 'warning' : 'ok'
  if (state === 'ok') return check('other-load', state, observed, figures)
  const advice =
    share > MUCH
      ? 'what they take is measured as the service being slow, or makes runs inconclusive: end them, or wait'
      : 'other virtual machines take turns with this one: take a dedicated one for figures that must hold'
  return check('other-load', state, observed, figures, advice)
}
