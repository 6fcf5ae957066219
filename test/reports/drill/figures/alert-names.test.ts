import { expect, it } from 'vitest'
import { alertNames } from '../../../../reports/drill/figures/alert-names.ts'
import { drilledAlert } from '../../../support/sample-drills.ts'

const burn = (line: number, labels: Readonly<Record<string, string>>) => drilledAlert('Burn', {}, { line, labels })

it('tells rules of one name apart by severity, and where that is the same by their place', () => {
  const alerts = [
    drilledAlert('Slow', {}),
    burn(10, { severity: 'page' }),
    burn(20, { severity: 'ticket' }),
    burn(30, { severity: 'ticket' }),
  ]
  expect(alertNames(alerts)).toEqual(['Slow', 'Burn (page)', 'Burn (slo.rules.yml:20)', 'Burn (slo.rules.yml:30)'])
})

it('tells them apart by as few of their labels as it can, severity first', () => {
  const windows = [
    burn(10, { severity: 'critical', long: '1h', short: '5m' }),
    burn(20, { severity: 'critical', long: '6h', short: '30m' }),
    burn(30, { severity: 'warning', long: '1d', short: '2h' }),
  ]
  expect(alertNames(windows)).toEqual(['Burn (long=1h)', 'Burn (long=6h)', 'Burn (warning)'])
  const services = ['api', 'shop'].flatMap((service, i) => [
    burn(10 + i, { severity: 'page', service }),
    burn(20 + i, { severity: 'ticket', service }),
  ])
  expect(alertNames(services)).toEqual([
    'Burn (page, service=api)',
    'Burn (ticket, service=api)',
    'Burn (page, service=shop)',
    'Burn (ticket, service=shop)',
  ])
})

it('takes no long text of a label for a name', () => {
  const alerts = [burn(10, { title: 'a'.repeat(30) }), burn(20, { title: 'b'.repeat(30) })]
  expect(alertNames(alerts)).toEqual(['Burn (slo.rules.yml:10)', 'Burn (slo.rules.yml:20)'])
})
