import type { Accounting } from '../../core/run/load-result.ts'

/** The accounting of a run without arrivals, to be spread and filled in. */
export const NOTHING_OFFERED: Accounting = {
  offered: 0,
  completed: 0,
  errors: 0,
  timeouts: 0,
  neverSent: 0,
  unfinished: 0,
  interrupted: 0,
  lost: 0,
  errorKinds: {},
  statusCodes: {},
  unexpectedStatusCodes: {},
}
