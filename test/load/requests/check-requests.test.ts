import { expect, it } from 'vitest'
import { UserError } from '../../../core/user-error.ts'
import { checkRequests } from '../../../load/requests/check-requests.ts'
import { loadPlan, requestTemplate } from '../../support/load-plan.ts'
import { plannedData } from '../../support/planned-data.ts'

const data = [plannedData({ text: 'id\n1\n' })]
const plan = (path: string) => loadPlan('http://h', { requests: [requestTemplate({ varies: true, path })], data })

it('lets requests pass whose values the plan has', () => {
  expect(() => checkRequests(plan(`/\${users.id}`))).not.toThrow()
})

it.each([`/\${other.id}`, `/\${values.id}`])('refuses a value that the plan does not have: %s', (path) => {
  expect(() => checkRequests(plan(path))).toThrow(UserError)
})
