import { expect, it } from 'vitest'
import { asSimulated } from '../../../analysis/verdict/as-simulated.ts'
import { VERDICTS } from '../../../core/report/worst-verdict.ts'
import { USUAL_MACHINE } from '../../../core/simulation/machine-model.ts'
import { SAMPLE_REPORTS } from '../../support/sample-reports.ts'

it.each(VERDICTS)(
  'a report whose model is %s claims nothing of a service, and says what the model came to',
  (verdict) => {
    const report = { ...SAMPLE_REPORTS['passing-spike'], verdict }
    const simulated = asSimulated(report, USUAL_MACHINE)
    expect(simulated.verdict).toBe('inconclusive')
    expect(simulated.simulation).toEqual({ verdict, machine: USUAL_MACHINE })
    expect(simulated.reasons[0]).toContain('nothing is said about a service')
    expect(simulated.reasons.slice(1)).toEqual(report.reasons)
    expect(simulated.generator.reasons[0]).toContain('never late')
    expect(simulated.sla).toEqual(report.sla)
  },
)
