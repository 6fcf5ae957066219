// The reasons why a run as a whole is inconclusive, whatever its findings. Sentences, the most severe first.

import { quantileName } from '../../core/latency/quantile.ts'
import type { Report } from '../../core/report/report.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import { warmUpPhaseCount } from '../../core/scenario/load-plan.ts'
import { formatCount } from '../../core/text/count.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { counted, listed } from '../../core/text/plural.ts'
import { disagreeingQuantiles } from '../cross-check/disagreeing-quantiles.ts'
import { differencesInWords } from './differences-in-words.ts'
import type { JudgedParts } from './judged-parts.ts'
import { uncountedReason } from './uncounted-reason.ts'

export function runDoubts(record: RunRecord, parts: JudgedParts): string[] {
  return [
    ...(parts.uncounted ? missingMetrics(record, parts) : []),
    ...(parts.generator.fit ? [] : parts.generator.reasons),
    ...interruption(record),
    ...nothingMeasured(record, parts.load),
    ...nothingCompleted(parts.load),
    ...noIterationCompleted(parts.load),
    ...nothingToJudge(parts),
    ...otherBaseline(parts),
    ...(parts.uncounted ? [] : missingMetrics(record, parts)),
    ...uncountedRoutes(parts),
    ...uncheckedQuantiles(parts),
    ...disagreement(parts),
  ]
}

function interruption({ load, run }: RunRecord): string[] {
  if (run.aborted !== undefined) return [`The run was aborted after ${formatDuration(load.endSeconds)}: ${run.aborted}`]
  if (!load.interrupted && !run.interrupted) return []
  return [
    `The run was interrupted after ${formatDuration(load.endSeconds)}: the report covers only the part before that.`,
  ]
}

function nothingMeasured({ scenario }: RunRecord, { total }: Report['load']): string[] {
  if (total.offered > 0) return []
  const { phases } = scenario.load
  return warmUpPhaseCount(phases) === phases.length
    ? ['The scenario has no measured phase.']
    : ['No request was scheduled in the measured phases.']
}

/** An alert that stays silent, or errors that are allowed, say nothing about a service that gave no expected answer. */
function nothingCompleted({ total }: Report['load']): string[] {
  if (total.offered === 0 || total.completed > 0) return []
  return [`None of the ${counted(total.offered, 'request')} got the expected response, so the run proves nothing met.`]
}

/** What only users see who get to the end of their flow, nobody has seen. Where no request was completed, that is said. */
function noIterationCompleted({ total, flows = [] }: Report['load']): string[] {
  const without = flows.filter(({ offered, completed }) => offered > 0 && completed === 0)
  if (total.completed === 0) return []
  return without.map(
    ({ name, offered, failed, unfinished }) =>
      `None of the ${counted(offered, 'iteration')} of the flow ${name} was completed (${formatCount(failed)} failed, ${formatCount(unfinished)} unfinished), so the run proves nothing of the flow as a whole.`,
  )
}

/** A run that is compared with a run of something else shows nothing about either. */
function otherBaseline({ baseline }: JudgedParts): string[] {
  const decisive = (baseline?.differences ?? []).filter((difference) => difference.decisive)
  if (decisive.length === 0) return []
  return [
    `The baseline measured something else, so nothing was compared with it: ${differencesInWords(decisive)}. Record one of this scenario.`,
  ]
}

function nothingToJudge({ sla, alerts }: JudgedParts): string[] {
  const isExpected =
    sla.some(({ implied }) => implied === undefined) || alerts.some(({ expected }) => expected !== null)
  return isExpected ? [] : ['The scenario has no objective and no alert expectation, so there was nothing to judge.']
}

function missingMetrics({ scenario, prometheus }: RunRecord, { load, server }: JudgedParts): string[] {
  const { service } = scenario
  const wanted = service.kind === 'bundled' || service.target.metrics !== null
  if (!prometheus) {
    if (!wanted && scenario.alerts.length === 0) return []
    return ["The service's metrics were not scraped, so neither its histogram nor its alerts could be checked."]
  }
  if (!wanted) return []
  if (!server) return [uncountedReason(prometheus)]
  if (server.count > 0 || load.total.completed === 0) return []
  return [
    `The histogram ${server.metric} counted none of the ${counted(load.total.completed, 'response')} that the client received.`,
  ]
}

/** What a request was to be held against was not there, although the request was answered. */
function uncountedRoutes({ routes = [], load, server }: JudgedParts): string[] {
  // Where nothing could be counted at all, that is said once.
  if (server === null) return []
  const isAnswered = (name: string) =>
    load.requests?.some((request) => request.name === name && request.completed + request.errorTime.count > 0)
  return routes.flatMap(({ requests, uncounted: why }) =>
    why === undefined || !requests.some(isAnswered) ? [] : [`Of ${listed(requests)}: ${why.reason}`],
  )
}

function uncheckedQuantiles({ server, crossCheck }: JudgedParts): string[] {
  if (server === null || server.count === 0) return []
  return [...new Set(crossCheck.filter(({ estimate }) => estimate === null).map(({ explanation }) => explanation))]
}

function disagreement(parts: JudgedParts): string[] {
  const outside = disagreeingQuantiles(parts)
  if (outside.length === 0) return []
  const names = listed(outside.map(({ quantile }) => quantileName(quantile)))
  return [
    `The server's histogram and its exact record disagree on the ${names}, although they counted the same requests.`,
  ]
}
