// Generators as a report has them, each on schedule but for what a test says of it.

import { judgeEach } from '../../analysis/generator/judge-each.ts'
import type { ReportedSingleGenerator } from '../../core/report/report.ts'
import { loadOf, phaseWindows } from '../analysis/support/load-of.ts'
import { runRecordOf } from '../analysis/support/run-record-of.ts'
import { generatorFacts, generatorMachine } from './generator-facts.ts'

type Change = Partial<ReportedSingleGenerator>

/** @param changes by number, from 1 */
export function singleGenerators(
  count: number,
  place: ReportedSingleGenerator['place'],
  changes: Readonly<Record<number, Change>> = {},
): ReportedSingleGenerator[] {
  const facts = Array.from({ length: count }, (_, i) =>
    generatorFacts(i + 1, { machine: place === 'thread' ? null : { ...generatorMachine(i + 1), place } }),
  )
  const load = loadOf(phaseWindows([{ name: 'steady', seconds: 20 }]), [], { generators: facts })
  return judgeEach(runRecordOf({ load })).map((one) => ({ ...one, ...changes[one.number] }))
}

const UNFIT: Change = { fit: false, overloaded: true, reasons: ['20 of 1,000 requests were sent late.'] }

/** Ready to run, and without a core. */
export const STARVED: Change = { ...UNFIT, waitingForCoreShare: 0.45, eventLoopUtilization: 0.9 }
/** Without time to spare. */
export const BUSY: Change = { ...UNFIT, saturated: true, saturatedSeconds: 9, eventLoopUtilization: 0.99 }
/** Late, although it had time and a core. */
export const KEPT: Change = { ...UNFIT, eventLoopUtilization: 0.1 }
