// What an alert did about an outage: it paged, or nothing.

import type { DrillDetection } from '../../../core/report/drill-report.ts'

export const DETECTED: DrillDetection = {
  incident: 'outage',
  outcome: 'detected',
  watchedSeconds: 600,
  firingAfterSeconds: 60,
  notifiedAfterSeconds: 90,
  burnt: [{ objective: 'errors < 0.1%', share: 0.06 }],
  byChance: 0,
  resolvedAfterSeconds: 300,
  flaps: 0,
}
export const MISSED: DrillDetection = {
  ...DETECTED,
  outcome: 'missed',
  firingAfterSeconds: null,
  notifiedAfterSeconds: null,
  resolvedAfterSeconds: null,
}
