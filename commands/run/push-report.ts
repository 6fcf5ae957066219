// Pushes a run's report and says what became of it, in one line.

import type { Environment } from '../../core/environment.ts'
import type { Report } from '../../core/report/report.ts'
import { formatCount } from '../../core/text/count.ts'
import { counted } from '../../core/text/plural.ts'
import { redactUrl } from '../../core/text/url.ts'
import { pushAccess } from '../../prometheus/push/push-access.ts'
import { pushSeries } from '../../prometheus/push/push-series.ts'
import { runSeries } from '../../prometheus/push/run-series.ts'
import { writeMessage } from '../message.ts'

type Stream = Pick<NodeJS.WriteStream, 'write'>

/** @param done where a push that went well is told @param failed where one that did not is @returns whether it went well */
export type Push = (report: Report, done: Stream, failed: Stream) => Promise<boolean>

/**
 * @param where as the user named it
 * @throws UserError where the address or the credentials cannot be used
 */
export function openPush(where: string, environment: Environment): Push {
  const access = pushAccess(where, environment)
  const shown = `${redactUrl(access.url)} (${access.protocol})`
  return async (report, done, failed) => {
    const outcome = await pushSeries(runSeries(report), access)
    if (outcome.kind === 'pushed') {
      const { series, samples } = outcome
      writeMessage(
        done,
        `Pushed ${counted(series, 'series', 'series')} with ${counted(samples, 'sample')} to ${shown}.`,
      )
      return true
    }
    const before = outcome.sentSamples === 0 ? '' : `, after ${formatCount(outcome.sentSamples)} samples`
    writeMessage(
      failed,
      `Not pushed to ${shown}${before}: ${outcome.reason}. The verdict and the report are as they are.`,
    )
    return false
  }
}
