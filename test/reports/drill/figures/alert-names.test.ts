import { expect, it } from 'vitest'
import { alertNames } from '../../../../reports/drill/figures/alert-names.ts'
import { drilledAlert } from '../../../support/sample-drills.ts'

it('tells rules of one name apart by severity, and where that is the same by their place', () => {
  const alerts = [
    drilledAlert('Slow', {}),
    drilledAlert('Burn', {}, { severity: 'page' }),
    drilledAlert('Burn', {}, { severity: 'ticket', line: 20 }),
    drilledAlert('Burn', {}, { severity: 'ticket', line: 30 }),
  ]
  expect(alertNames(alerts)).toEqual(['Slow', 'Burn (page)', 'Burn (slo.rules.yml:20)', 'Burn (slo.rules.yml:30)'])
})
