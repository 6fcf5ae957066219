// What the model makes of a request, held against the bundled server: each request is sent to it, byte for byte.

import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { RequestTemplate } from '../../../core/scenario/load-plan.ts'
import { requestBytes } from '../../../load/requests/request-bytes.ts'
import { modelRequest } from '../../../simulation/service/model-request.ts'
import { metric, testServer } from '../../server/loopback.ts'
import { requestTemplate } from '../../support/load-plan.ts'

const SERVICE = new URL('http://127.0.0.1:5000')
const JSON_BODY = { kind: 'json', value: { n: 1 } } as const

function posted(template: Partial<RequestTemplate>): Partial<RequestTemplate> {
  return { method: 'POST', path: '/predict', ...template }
}

function text(content: string): Partial<RequestTemplate> {
  return posted({ body: { kind: 'text', text: content } })
}

function withHeaders(headers: Record<string, string>, body: RequestTemplate['body'] = JSON_BODY) {
  return posted({ body, headers })
}

/** The status, and whether the stopwatch ran. */
async function answeredByServer(bytes: Buffer): Promise<{ status: number; isTimed: boolean }> {
  const server = await testServer()
  const socket = connect(Number(new URL(server.apiUrl).port), '127.0.0.1')
  socket.write(bytes)
  const [head] = (await once(socket, 'data')) as [Buffer]
  socket.destroy()
  const timed = await metric(server, 'model_latency_seconds_count')
  return { status: Number(head.toString('latin1').split(' ')[1]), isTimed: timed === 1 }
}

function answeredByModel(bytes: Buffer): { status: number; isTimed: boolean } {
  const model = modelRequest(bytes)
  return model.kind === 'predict'
    ? { status: model.refusal ?? 200, isTimed: true }
    : { status: model.status, isTimed: false }
}

describe('modelRequest', () => {
  it.each<[what: string, request: Partial<RequestTemplate>, status: number]>([
    ['/predict', { path: '/predict' }, 200],
    ['a query, other letters and a slash at its end', { path: '/Predict/?n=1' }, 200],
    ['two slashes at its end', { path: '/predict//' }, 404],
    ['a path that goes up and down', { path: '/other/../predict' }, 200],
    ['a letter that is percent-encoded', { path: '/%70redict' }, 404],
    ['HEAD', { method: 'HEAD', path: '/predict' }, 200],
    ['DELETE', { method: 'DELETE', path: '/predict' }, 405],
    ['OPTIONS', { method: 'OPTIONS', path: '/predict' }, 405],
    ['PUT with a body that is no JSON', { ...text('{'), method: 'PUT' }, 405],
    ['GET with a body that is no JSON', { ...text('{'), method: 'GET' }, 200],
    ['a body of JSON', posted({ body: JSON_BODY }), 200],
    ['a text that is JSON', text('[1]'), 200],
    ['a text that is a number', text('5'), 200],
    ['a text that is no JSON', text('{'), 400],
    ['a text of blanks', text(' '), 400],
    ['an empty text', text(''), 200],
    ['no body', posted({}), 200],
    ['a form', posted({ body: { kind: 'form', fields: [{ name: 'a', value: 'b' }] } }), 400],
    ['a form without fields', posted({ body: { kind: 'form', fields: [] } }), 200],
    ['a form of several parts', posted({ body: { kind: 'multipart', parts: [{ name: 'a', value: 'b' }] } }), 400],
    ['a text of a megabyte', text(`"${'a'.repeat(1024 * 1024 - 2)}"`), 200],
    ['a text of a byte more', text(`"${'a'.repeat(1024 * 1024 - 1)}"`), 413],
    ['a charset of JSON', withHeaders({ 'Content-Type': 'application/json; charset=UTF-8' }), 200],
    ['a charset that JSON has not', withHeaders({ 'Content-Type': 'application/json; charset=latin1' }), 415],
    ['a charset that the body is not in', withHeaders({ 'Content-Type': 'application/json; charset=utf-16' }), 400],
    ['a charset that nobody knows', withHeaders({ 'Content-Type': 'text/plain; charset="utf-x"' }), 415],
    ['an encoding that the body is not in', withHeaders({ 'Content-Encoding': 'gzip' }), 400],
    ['an encoding that nobody knows', withHeaders({ 'Content-Encoding': 'squeezed' }), 415],
    ['a head as large as is read', { path: '/predict', headers: { 'X-Large': 'a'.repeat(16_330) } }, 200],
    ['a head of a byte more', { path: '/predict', headers: { 'X-Large': 'a'.repeat(16_331) } }, 431],
    ['a path that is as large', { path: `/predict?${'a'.repeat(17_000)}` }, 431],
    ['/healthz', { path: '/healthz' }, 200],
    ['/readyz asked with HEAD', { method: 'HEAD', path: '/readyz' }, 200],
    ['/healthz with POST', { ...posted({}), path: '/healthz' }, 404],
    ['/healthz asked with OPTIONS', { method: 'OPTIONS', path: '/healthz' }, 404],
    ['another path', { path: '/predictions' }, 404],
    ['no path', { path: '/' }, 404],
  ])('is answered as by the bundled server: %s', async (_what, request, status) => {
    const bytes = requestBytes(SERVICE, requestTemplate(request))
    const answered = await answeredByServer(bytes)
    expect(answered.status).toBe(status)
    expect(answeredByModel(bytes)).toEqual(answered)
  })
})
