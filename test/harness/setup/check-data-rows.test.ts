import { expect, it } from 'vitest'
import { checkDataRows } from '../../../harness/setup/check-data-rows.ts'
import { parsed, TWO_PHASES } from '../../scenario-file/scenario-text.ts'
import { plannedData } from '../../support/planned-data.ts'

const scenario = parsed(
  `${TWO_PHASES.replace('load:', 'load:\n  arrivals: constant')}data: { users: { file: users.csv, order: once } }\nrequest: { path: "/\${users.email}" }\n`,
)
const rows = (count: number) => [plannedData({ text: `id\n${'1\n'.repeat(count)}`, order: 'once' })]

it('tells before the run that rows would run out', () => {
  // 20 and 80 a second, for ten seconds each.
  expect(() => checkDataRows(scenario, rows(1000), '/project')).not.toThrow()
  expect(() => checkDataRows(scenario, rows(999), '/project')).toThrow(
    'scenarios/example.yaml data.users: expected at least 1,000 rows, for the requests of this run send each once, got 999: give it more rows, shorten the phases, or hand rows out again (order: sequence)',
  )
})
