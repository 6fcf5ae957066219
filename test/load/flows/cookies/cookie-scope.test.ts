import { expect, it } from 'vitest'
import { cookieScope } from '../../../../load/flows/cookies/cookie-scope.ts'
import { loadPlan, requestTemplate } from '../../../support/load-plan.ts'

const requests = [requestTemplate(), requestTemplate({ headers: { host: 'shop.example:8443' } })]

it.each([
  ['of the URL', loadPlan('http://10.0.0.1:8080'), '10.0.0.1', false],
  ['that requests name, without its port', loadPlan('http://10.0.0.1:8080', { requests }), 'shop.example', false],
  ['over TLS', loadPlan('https://shop.example'), 'shop.example', true],
  ['within this machine', loadPlan('http://localhost:8080'), 'localhost', true],
  ['over a socket', loadPlan('http://shop', { route: { socket: '/run/shop.sock' } }), 'shop', true],
])('cookies are those of the host %s', (_, plan, host, isPrivate) => {
  expect(cookieScope(plan)).toMatchObject({ host, isPrivate })
})
