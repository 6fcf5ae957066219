import { judgeRun } from '../../../analysis/judge-run.ts'
import type { JudgedParts } from '../../../analysis/verdict/judged-parts.ts'
import type { RunRecord } from '../../../core/run/run-record.ts'

/** The parts of the report that a record gives. */
export function judgedPartsOf(record: RunRecord): JudgedParts {
  const { load, generator, server, crossCheck, populations, sla, alerts } = judgeRun(record)
  return { load, generator, server, crossCheck, populations, sla, alerts }
}
