import { describe, expect, it } from 'vitest'
import { joinVarying } from '../../../core/references/varying-text.ts'
import type { RequestTemplate } from '../../../core/scenario/load-plan.ts'
import { UserError } from '../../../core/user-error.ts'
import { requestBytes } from '../../../load/requests/request-bytes.ts'
import { Unsendable, type ValueSource } from '../../../load/requests/value-source.ts'
import { VaryingRequest } from '../../../load/requests/varying-request.ts'
import { requestTemplate } from '../../support/load-plan.ts'

const url = new URL('http://me:pw@127.0.0.1:5000/base/value/')
const arrival = { intendedSeconds: 0, phase: 0, request: 0, user: -1 }
/** A text of a plan: `{a}` stands for a reference to the value a. */
const varying = (text: string) =>
  joinVarying(
    text.split(/(\{\w+\})/).map((part) => (part.startsWith('{') ? { source: 'data', name: part.slice(1, -1) } : part)),
  )

function rendered(template: Partial<RequestTemplate>, values: Readonly<Record<string, unknown>>) {
  const source: ValueSource = { value: (name) => values[name] }
  const request = requestTemplate({ ...template, varies: true })
  return new VaryingRequest(url, request, 3, new Map([['data', source]])).render(arrival)
}

const head = (bytes: Buffer) => bytes.toString('latin1').split('\r\n\r\n')[0]?.split('\r\n') ?? []
const body = (bytes: Buffer) => bytes.subarray(bytes.indexOf('\r\n\r\n') + 4).toString()

describe('a request that varies', () => {
  it('is, without values, what a fixed one is', () => {
    const template = {
      method: 'put',
      path: '/a b/ü/../c?x=$1&y=ä',
      headers: { host: 'own', 'X-Price': '$5' },
      body: { kind: 'json', value: { price: '$5', list: [1, null, 'ü'], nested: { $: true } } },
    } as const
    const doubled = {
      ...template,
      path: varying(template.path),
      headers: { host: 'own', 'X-Price': '$$5' },
      body: { kind: 'json', value: { ...template.body.value, price: '$$5' } },
    } as const
    expect(rendered(doubled, {}).bytes.toString()).toBe(requestBytes(url, requestTemplate(template)).toString())
  })

  it('has its values in path and query, each whole', () => {
    const { bytes } = rendered(
      { path: varying('/users/{id}/x y?q={q}&again={id}') },
      { id: 'a/b ü?#', q: '1&2=3\r\n"' },
    )
    expect(head(bytes)[0]).toBe(
      'GET /base/value/users/a%2Fb%20%C3%BC%3F%23/x%20y?q=1%262%3D3%0D%0A%22&again=a%2Fb%20%C3%BC%3F%23 HTTP/1.1',
    )
  })

  it('may have a value for its whole path', () => {
    const { bytes } = rendered({ path: varying('{path}') }, { path: '/logged?x=%20y&z=ü' })
    expect(head(bytes)[0]).toBe('GET /base/value/logged?x=%20y&z=%C3%BC HTTP/1.1')
  })

  it('has its values in headers', () => {
    const { bytes } = rendered({ headers: { 'X-Token': varying('Bearer {token}, $') } }, { token: 'abc' })
    expect(head(bytes)).toContain('X-Token: Bearer abc, $')
  })

  it('has its values in JSON, with their types where they are all of a value', () => {
    const value = { id: varying('{n}'), text: varying('no. {n}: {s}'), all: varying('{s}'), tags: [varying('{list}')] }
    const { bytes } = rendered(
      { method: 'POST', body: { kind: 'json', value } },
      { n: 7, s: 'a "b"\n\\ü😀', list: ['x', { y: null }] },
    )
    expect(JSON.parse(body(bytes))).toEqual({
      id: 7,
      text: 'no. 7: a "b"\n\\ü😀',
      all: 'a "b"\n\\ü😀',
      tags: [['x', { y: null }]],
    })
    expect(head(bytes)).toContain(`Content-Length: ${Buffer.byteLength(body(bytes))}`)
  })

  it('has its values in text, forms and parts', () => {
    const text = rendered({ method: 'POST', body: { kind: 'text', text: varying('a={a}$') } }, { a: 'ü&' })
    expect(body(text.bytes)).toBe('a=ü&$')
    const fields = [
      { name: 'a', value: varying('<{a}>') },
      { name: 'b', value: '$$' },
    ]
    const form = rendered({ method: 'POST', body: { kind: 'form', fields } }, { a: 'ü& +' })
    expect([...new URLSearchParams(body(form.bytes))]).toEqual([
      ['a', '<ü& +>'],
      ['b', '$'],
    ])
    const file = { name: 'f', file: '/f', filename: 'f', type: 'text/plain', bytes: Buffer.from('{a}') }
    const parts = [{ name: 'a', value: varying('{a}') }, file]
    const multipart = rendered({ method: 'POST', body: { kind: 'multipart', parts } }, { a: 'ü\r\n' })
    expect(body(multipart.bytes)).toMatch(
      /^--(\S+)\r\nContent-Disposition: form-data; name="a"\r\n\r\nü\r\n\r\n--\1\r\nContent-Disposition: form-data; name="f"; filename="f"\r\nContent-Type: text\/plain\r\n\r\n\{a\}\r\n--\1--\r\n$/,
    )
  })

  it('carries what it was made of, so that no report need show it', () => {
    const {
      index,
      isHead,
      expect: expectation,
      values,
    } = rendered({ method: 'HEAD', path: varying('/{a}/{b}') }, { a: 'x', b: 2 })
    expect({ index, isHead, expectation, values }).toEqual({
      index: 3,
      isHead: true,
      expectation: { statuses: [] },
      values: [
        { reference: `\${data.a}`, text: 'x' },
        { reference: `\${data.b}`, text: '2' },
      ],
    })
  })

  it('is not sent with a value that would begin another header', () => {
    const send = () => rendered({ headers: { 'X-Name': varying('{a}') } }, { a: 'x\r\nEvil: 1' })
    expect(send).toThrow(Unsendable)
    expect(send).toThrow(`request request, header X-Name, \${data.a}: expected a value that HTTP can carry`)
  })

  it('is not sent with a value that would begin another part', () => {
    const template = {
      method: 'POST',
      body: { kind: 'multipart', parts: [{ name: 'a', value: varying('{a}') }] },
    } as const
    const boundary = /boundary=(\S+)/.exec(rendered(template, { a: '' }).bytes.toString())?.[1]
    expect(() => rendered(template, { a: `x\r\n--${boundary}\r\n` })).toThrow('without what parts a multipart body')
  })

  it.each<[string, Partial<RequestTemplate>, string]>([
    [
      'a source that there is not',
      { path: `/\${other.a}` },
      'request request, path: expected a value that the run has',
    ],
    ['a value at the beginning of its path', { path: varying('{a}/x') }, 'expected a path that begins with /'],
    [
      'a header that HTTP cannot carry',
      { headers: { 'a b': varying('{a}') } },
      'expected a header that HTTP can carry',
    ],
  ])('is refused before the run: %s', (_, template, message) => {
    expect(() => rendered(template, {})).toThrow(UserError)
    expect(() => rendered(template, {})).toThrow(message)
  })
})
