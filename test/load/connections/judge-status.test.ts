import { expect, it } from 'vitest'
import { judgeStatus } from '../../../load/connections/judge-status.ts'
import { OUTCOMES } from '../../../load/recording/outcome.ts'

it.each([
  ['any 2xx where no status is named', [], 204, 'completed'],
  ['a redirect is not one of them', [], 302, 'status'],
  ['a status that is named', [404, 409], 409, 'completed'],
  ['200 where it is not named', [404], 200, 'status'],
])('%s', (_, statuses, status, outcome) => {
  expect(OUTCOMES[judgeStatus({ statuses }, status)]).toBe(outcome)
})
