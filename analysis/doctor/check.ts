import type { CheckId, CheckState, DoctorCheck } from '../../core/doctor/doctor-check.ts'

type Figures = DoctorCheck['figures']

/** A check without advice is one where nothing is to be done. */
export function check(
  id: CheckId,
  state: CheckState,
  observed: string,
  figures: Figures,
  advice: string | null = null,
): DoctorCheck {
  return { id, state, observed, advice, figures }
}

/** What could not be seen. */
export function unseen(id: CheckId, why: string, advice: string | null = null): DoctorCheck {
  return check(id, 'unknown', why, {}, advice)
}
