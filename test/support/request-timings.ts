import { COMPLETED } from '../../load/recording/outcome.ts'
import { type RequestTiming, type RequestTimings, SEND_STATES, TimingColumns } from '../../load/recording/timings.ts'

/** Rows as a generator hands them over; what a row does not say is a request that was answered in 100 ms. */
export function requestTimings(rows: readonly Partial<RequestTiming>[]): RequestTimings {
  const columns = new TimingColumns()
  for (const row of rows) {
    const intendedSeconds = row.intendedSeconds ?? 0
    const sentSeconds = row.sentSeconds ?? intendedSeconds
    const rest = {
      sendLagSeconds: 0,
      sendState: SEND_STATES.indexOf('spare'),
      phase: 0,
      request: 0,
      outcome: COMPLETED,
      status: 200,
    }
    const endedSeconds = row.endedSeconds ?? sentSeconds + 0.1
    const firstByteSeconds = (row.status ?? 200) === 0 ? Number.NaN : endedSeconds
    columns.add({ firstByteSeconds, endedSeconds, ...rest, ...row, intendedSeconds, sentSeconds })
  }
  return columns.take()
}

/** A row of an arrival that was never sent. */
export const UNSENT = {
  sentSeconds: Number.NaN,
  firstByteSeconds: Number.NaN,
  sendLagSeconds: Number.NaN,
  sendState: 0,
  status: 0,
} as const
