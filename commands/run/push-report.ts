// Pushes a run's report and says what became of it, in one line.

import type { Report } from '../../core/report/report.ts'
import { formatCount } from '../../core/text/count.ts'
import { counted } from '../../core/text/plural.ts'
import { redactUrl } from '../../core/text/url.ts'
import type { PushAccess } from '../../prometheus/push/push-access.ts'
import { pushSeries } from '../../prometheus/push/push-series.ts'
import { runSeries } from '../../prometheus/push/run-series.ts'
import { writeMessage } from '../message.ts'

type Stream = Pick<NodeJS.WriteStream, 'write'>

/**
 * @param done where a push that went well is told
 * @param failed where one that did not is
 * @returns whether it went well
 */
export async function pushReport(report: Report, access: PushAccess, done: Stream, failed: Stream): Promise<boolean> {
  const outcome = await pushSeries(runSeries(report), access)
  const where = `${redactUrl(access.url)} (${access.protocol})`
  if (outcome.kind === 'pushed') {
    writeMessage(
      done,
      `Pushed ${counted(outcome.series, 'series', 'series')} with ${counted(outcome.samples, 'sample')} to ${where}.`,
    )
    return true
  }
  const before = outcome.sentSamples === 0 ? '' : `, after ${formatCount(outcome.sentSamples)} samples`
  writeMessage(
    failed,
    `Not pushed to ${where}${before}: ${outcome.reason}. The verdict and the report are as they are.`,
  )
  return false
}
