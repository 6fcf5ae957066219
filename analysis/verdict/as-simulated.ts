// What becomes of the report of a simulated run: its figures and findings stand as they were judged, and it claims nothing
// about a service. Its verdict is inconclusive, for nothing was sent to one; what the judgement came to is that of the model
// (docs/decisions/0026-a-simulated-run-proves-nothing.md).

import type { Report } from '../../core/report/report.ts'
import type { Verdict } from '../../core/report/worst-verdict.ts'
import type { MachineModel } from '../../core/simulation/machine-model.ts'

const IN_THE_MODEL: Readonly<Record<Verdict, string>> = {
  pass: 'in the model it passes',
  fail: 'in the model it fails',
  inconclusive: 'in the model it is inconclusive',
}

/** In place of how well it kept to its schedule. */
const GENERATOR_TIMELESS = 'The generator is simulated: it costs no time and is never late.'

export function asSimulated(report: Report, machine: MachineModel): Report {
  const { verdict, headline, reasons, notes, generator } = report
  const sentence = `Simulated in virtual time: nothing was sent, so that nothing is said about a service; ${IN_THE_MODEL[verdict]}.`
  return {
    ...report,
    verdict: 'inconclusive',
    ...(headline === undefined ? {} : { headline: `Simulated. ${headline}` }),
    reasons: [sentence, ...reasons],
    ...(notes === undefined ? {} : { notes: [sentence, ...notes] }),
    generator: { ...generator, reasons: [GENERATOR_TIMELESS, ...generator.reasons.slice(1)] },
    simulation: { verdict, machine },
  }
}
