// Every method, with a body and without one, over one connection: what Node's own server reads, and that the next request
// is read as well.

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LOAD_ENGINES } from '../../../../core/scenario/load-engine.ts'
import type { RequestBody } from '../../../../core/scenario/load-plan.ts'
import { OUTCOMES } from '../../../../load/recording/outcome.ts'
import { FixedRequests } from '../../../../load/requests/fixed-requests.ts'
import { requestTemplate } from '../../../support/load-plan.ts'
import { openOneConnection } from '../../../support/one-connection.ts'

interface Arrived {
  readonly method: string
  readonly type: string | undefined
  readonly length: string | undefined
  readonly body: string
}

const BODIES: readonly (RequestBody | null)[] = [
  null,
  { kind: 'text', text: 'über' },
  { kind: 'form', fields: [{ name: 'a', value: 'b c' }] },
]
const METHODS = ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'POST', 'OPTIONS']
const requests = METHODS.flatMap((method) => BODIES.map((body) => requestTemplate({ method, body })))

let arrived: Arrived[] = []
let server: Server

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (piece) => {
      body += piece
    })
    request.on('end', () => {
      const { method = '', headers } = request
      arrived.push({ method, type: headers['content-type'], length: headers['content-length'], body })
      response.end('ok')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

afterAll(() => server.close())

describe.each(LOAD_ENGINES)('%s', (engine) => {
  it('sends every method with every body', async () => {
    arrived = []
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const { offer, ended, close } = openOneConnection(engine, url, new FixedRequests({ url, requests }))
    for (const request of requests.keys()) offer(request)
    const timings = await ended(requests.length)
    await close()
    expect(timings.map(({ outcome }) => OUTCOMES[outcome])).toEqual(requests.map(() => 'completed'))
    expect(arrived).toEqual(
      METHODS.flatMap((method) => [
        { method, type: undefined, length: ['PUT', 'PATCH', 'POST'].includes(method) ? '0' : undefined, body: '' },
        { method, type: 'text/plain; charset=utf-8', length: '5', body: 'über' },
        { method, type: 'application/x-www-form-urlencoded', length: '5', body: 'a=b+c' },
      ]),
    )
  })
})
