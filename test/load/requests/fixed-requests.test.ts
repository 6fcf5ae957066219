import { expect, it } from 'vitest'
import { FixedRequests } from '../../../load/requests/fixed-requests.ts'
import { requestTemplate } from '../../support/load-plan.ts'

const arrival = (request: number) => ({ intendedSeconds: 0, phase: 0, request, user: -1 })

it('gives the same object each time: nothing is made of what never changes', () => {
  const requests = [requestTemplate(), requestTemplate({ name: 'head', method: 'HEAD', expect: { statuses: [204] } })]
  const fixed = new FixedRequests({ url: 'http://127.0.0.1:5000', requests })
  expect(fixed.prepare(arrival(1))).toBe(fixed.prepare(arrival(1)))
  expect(fixed.prepare(arrival(1))).toEqual({
    index: 1,
    bytes: Buffer.from('HEAD /ok HTTP/1.1\r\nHost: 127.0.0.1:5000\r\nConnection: keep-alive\r\n\r\n'),
    isHead: true,
    expect: { statuses: [204] },
    answer: null,
  })
  expect(fixed.prepare(arrival(0)).isHead).toBe(false)
})
