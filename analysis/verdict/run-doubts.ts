// What keeps a run as a whole from proving anything, whatever its findings say. Sentences, the gravest first.

import { quantileName } from '../../core/latency/quantile.ts'
import type { Report } from '../../core/report/report.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import { warmUpPhaseCount } from '../../core/scenario/load-plan.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { counted, listed } from '../../core/text/plural.ts'
import type { JudgedParts } from './judged-parts.ts'

export function runDoubts(record: RunRecord, parts: JudgedParts): string[] {
  return [
    ...(parts.generator.fit ? [] : parts.generator.reasons),
    ...interruption(record),
    ...nothingMeasured(record, parts.load),
    ...nothingAsked(parts),
    ...missingMetrics(record, parts),
    ...uncheckedQuantiles(parts),
    ...disagreement(parts),
  ]
}

function interruption({ load, run }: RunRecord): string[] {
  if (run.aborted !== undefined) return [`The run was aborted after ${formatDuration(load.endSeconds)}: ${run.aborted}`]
  if (!load.interrupted && !run.interrupted) return []
  return [
    `The run was interrupted after ${formatDuration(load.endSeconds)}: what it measured is reported, but is not the whole.`,
  ]
}

function nothingMeasured({ scenario }: RunRecord, { total }: Report['load']): string[] {
  if (total.offered > 0) return []
  const { phases } = scenario.load
  return warmUpPhaseCount(phases) === phases.length
    ? ['No phase of the scenario is measured.']
    : ['No request was due in the measured phases.']
}

function nothingAsked({ sla, alerts }: JudgedParts): string[] {
  const asked = sla.length > 0 || alerts.some(({ expected }) => expected !== null)
  return asked
    ? []
    : ['The scenario names no objective and expects nothing of an alert, so there was nothing to judge.']
}

function missingMetrics({ scenario, prometheus }: RunRecord, { load, server }: JudgedParts): string[] {
  const { service } = scenario
  const wanted = service.kind === 'bundled' || service.target.metrics !== null
  if (!prometheus) {
    if (!wanted && scenario.alerts.length === 0) return []
    return ["The service's metrics were not scraped, so neither its histogram nor its alerts could be checked."]
  }
  if (!wanted) return []
  if (!server) return ['The scrapes cannot tell what the histogram counted over the run, so it could not be checked.']
  if (server.count > 0 || load.total.completed === 0) return []
  return [
    `The histogram ${server.metric} counted none of the ${counted(load.total.completed, 'answer')} that the client read.`,
  ]
}

function uncheckedQuantiles({ server, crossCheck }: JudgedParts): string[] {
  if (server === null || server.count === 0) return []
  return crossCheck.filter(({ estimate }) => estimate === null).map(({ explanation }) => explanation)
}

/** Where the server's histogram and its exact record hold the same observations, each quantile lies in its bucket. */
function disagreement({ crossCheck, populations }: JudgedParts): string[] {
  if (!populations || populations.serverExact !== populations.serverObserved) return []
  const outside = crossCheck.filter(({ insideBucket }) => insideBucket === false)
  if (outside.length === 0) return []
  const names = listed(outside.map(({ quantile }) => quantileName(quantile)))
  return [
    `The server's histogram and its own exact record disagree on the ${names}, though they counted the same requests.`,
  ]
}
