// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the notation of references in scenario files

import { describe, expect, it } from 'vitest'
import { UserError } from '../../../core/user-error.ts'
import { detectFormat } from '../../../draft/import/detect-format.ts'
import { IMPORT_FORMATS } from '../../../draft/import/import-format.ts'
import { importTraffic } from '../../../draft/import/import-traffic.ts'
import type { ImportedTraffic } from '../../../draft/imported-traffic.ts'
import { parseScenario } from '../../../scenario-file/parse-scenario.ts'

const PETSTORE = `openapi: 3.0.3
info: { title: Pets, version: '1' }
servers: [{ url: 'https://{host}/api/v3/', variables: { host: { default: pets.example } } }]
security: [{ key: [] }]
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
        - { name: status, in: query, required: true, schema: { type: string, enum: [available, sold] } }
        - { name: page, in: query, schema: { type: integer } }
        - { name: tags, in: query, example: [a, b c], schema: { type: array, items: { type: string } } }
      responses: { '200': { description: ok }, '404': { description: no }, default: { description: any } }
    post:
      operationId: createPet
      security: [{ login: [] }]
      requestBody: { $ref: '#/components/requestBodies/Pet' }
      responses: { '201': { description: ok } }
  /pets/{petId}:
    parameters: [{ $ref: '#/components/parameters/petId' }]
    get: { responses: { 2XX: { description: ok } } }
    delete: { deprecated: true, responses: {} }
  /login:
    post:
      security: []
      requestBody:
        required: true
        content: { application/x-www-form-urlencoded: { schema: { $ref: '#/components/schemas/Login' } } }
      responses: { '302': { description: ok } }
  /photo:
    put:
      requestBody: { required: true, content: { image/png: {} } }
      responses: {}
components:
  parameters:
    petId: { name: petId, in: path, required: true, schema: { type: integer, minimum: 10 } }
  requestBodies:
    Pet: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
  schemas:
    Pet:
      type: object
      required: [name, kind]
      properties:
        id: { type: integer, readOnly: true }
        name: { type: string, example: 'Rex \${x}' }
        kind: { type: string, enum: [dog, cat] }
        parent: { $ref: '#/components/schemas/Pet' }
    Login:
      type: object
      properties: { user: { type: string, example: me }, password: { type: string, example: s3cr3t-value } }
  securitySchemes:
    key: { type: apiKey, in: header, name: X-API-Key }
    login: { type: http, scheme: bearer }
`

const entry = (
  url: string,
  more: object = {},
  start = 0,
  status = 200,
  type = 'xhr',
  mimeType = 'application/json',
) => ({
  startedDateTime: new Date(Date.UTC(2026, 0, 1) + start * 1000).toISOString(),
  time: 100,
  _resourceType: type,
  request: { method: 'GET', url, headers: [], ...more },
  response: { status, content: { mimeType } },
})

const HAR = JSON.stringify({
  log: {
    version: '1.2',
    entries: [
      entry(
        'https://shop.example/',
        {
          headers: [
            { name: 'Cookie', value: 'sid=s3cr3t-value' },
            { name: ':authority', value: 'shop.example' },
          ],
        },
        0,
        200,
        'document',
        'text/html',
      ),
      entry('https://cdn.example/app.js', {}, 0.2, 200, 'script'),
      entry('https://shop.example/style.css', {}, 0.2, 200, 'stylesheet'),
      entry(
        'https://shop.example/api/items?q=a',
        {
          headers: [
            { name: 'Authorization', value: 'Bearer s3cr3t-value' },
            { name: 'Accept', value: '*/*' },
            { name: 'Sec-Fetch-Mode', value: 'cors' },
          ],
        },
        2.1,
      ),
      entry(
        'https://shop.example/api/items?q=a',
        {
          headers: [
            { name: 'Authorization', value: 'Bearer s3cr3t-value' },
            { name: 'Accept', value: '*/*' },
          ],
        },
        5.2,
      ),
      entry('https://shop.example/api/missing', {}, 5.4, 404),
      entry(
        'https://shop.example/api/login',
        {
          method: 'POST',
          postData: { mimeType: 'application/json', text: '{"user":"me","password":"s3cr3t-other","note":"${a}"}' },
        },
        8,
      ),
      entry('wss://shop.example/live', {}, 9),
      entry('https://shop.example/api/last', {}, 10, 0),
    ],
  },
})

const LOG =
  '1.2.3.4 - - [10/Oct/2000:13:55:36 -0700] "GET /a/1?b=${c} HTTP/1.1" 200 5\n1.2.3.4 - - [10/Oct/2000:13:55:37 -0700] "GET /a/2?b=${c} HTTP/1.1" 200 5'
const CURL = `curl -H 'Accept: */*' -d '{"a": 1}' http://localhost:3000/a`
const SAMPLES = { openapi: PETSTORE, har: HAR, curl: CURL, 'access-log': LOG }

/** What is imported, as a scenario: `validate` must take it. */
function checkScenario({ url, requests, steps, data }: ImportedTraffic): void {
  const entries = requests.map(({ name, method, path, headers, body, weight, statuses }) => ({
    name,
    method,
    path,
    headers,
    ...(steps === null ? { weight } : {}),
    ...(body === null
      ? {}
      : body.kind === 'json'
        ? { json: body.value }
        : body.kind === 'text'
          ? { text: body.text }
          : { form: body.fields }),
    ...(statuses.length === 0 ? {} : { expect: { status: statuses } }),
  }))
  const scenario = {
    name: 'imported',
    target: { url: url ?? 'http://localhost:1' },
    requests: entries,
    ...(steps === null ? {} : { flows: [{ name: 'user', steps: steps.map(({ request }) => ({ request })) }] }),
    ...(data.length === 0 ? {} : { data: Object.fromEntries(data.map(({ name }) => [name, { file: `${name}.csv` }])) }),
    load: { phases: [{ name: 'all', for: '1s', rate: 1 }] },
  }
  const text = JSON.stringify(scenario)
  parseScenario({ text, file: '/x.yaml', shownAs: 'x.yaml', kindOfFile: () => 'file', columnsOf: () => null })
}

describe('every format', () => {
  it.each(IMPORT_FORMATS)('is told by its content: %s', (format) => {
    expect(detectFormat(SAMPLES[format], 'file')).toBe(format)
  })

  it.each(IMPORT_FORMATS)('becomes requests that a scenario can have, without a secret: %s', (format) => {
    const traffic = importTraffic(SAMPLES[format], format, 'file')
    checkScenario(traffic)
    expect(JSON.stringify(traffic)).not.toContain('s3cr3t')
  })

  it.each(IMPORT_FORMATS)('says what was expected of other texts, and of a part of its own: %s', (format) => {
    const hostile = [
      '',
      ' \n',
      '\0\0\0',
      '{',
      '[]',
      'null',
      '{"log":{"entries":[null,1,{"request":{"url":5}}]}}',
      '{"__proto__":{"openapi":"3.0.0"}}',
      '{"openapi":"3.0.0","paths":{"__proto__":{"get":{}},"/constructor":{"get":null}}}',
      '{"openapi":"3.0.0","paths":{"/a":{"$ref":"#/paths/~1a"}}}',
      '{"openapi":"2.9","paths":{}}',
      'a: &a [*a]\nopenapi: 3.0.0\npaths: {}',
      `openapi: 3.0.0\npaths: ${'['.repeat(20_000)}`,
      `${'['.repeat(100_000)}`,
      'x'.repeat(100_000),
      '\u{fdd0}TOKEN\u{fdd1}',
      `curl '${'a'.repeat(100_000)}'`,
      ...[0.1, 0.3, 0.5, 0.7, 0.9].map((part) => SAMPLES[format].slice(0, SAMPLES[format].length * part)),
      ...Object.values(SAMPLES),
    ]
    for (const text of hostile) {
      try {
        checkScenario(importTraffic(text, format, 'file'))
      } catch (error) {
        expect(error, text.slice(0, 100)).toBeInstanceOf(UserError)
      }
    }
  })
})

describe('a secret in a path', () => {
  const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'
  const line = (method: string) =>
    `1.2.3.4 - - [10/Oct/2000:13:55:36 -0700] "${method} /reset/${TOKEN}?next=1 HTTP/1.1" 200 5`
  const path = `http://shop.example/reset/${TOKEN}?next=1`

  it.each([
    ['curl', `curl -d a=1 '${path}'`],
    [
      'har',
      JSON.stringify({
        log: {
          entries: [
            entry(path),
            entry(path, { method: 'POST', postData: { mimeType: 'multipart/form-data', text: 'x' } }),
          ],
        },
      }),
    ],
    ['access-log', `${line('GET')}\n${line('GET')}\n${line('POST')}`],
    [
      'openapi',
      JSON.stringify({
        openapi: '3.1.0',
        paths: {
          [`/reset/${TOKEN}`]: { get: {} },
          '/reset/{id}': { get: { parameters: [{ name: 'id', in: 'path', example: TOKEN }] } },
        },
      }),
    ],
  ] as const)('stands in nothing that is made of it: %s', (format, text) => {
    const written = JSON.stringify(importTraffic(text, format, 'file'))
    expect(written).not.toMatch(/eyJ|c2lnbmF0dXJl/)
    expect(written).toContain('$' + '{TOKEN}')
  })
})

describe('an OpenAPI description', () => {
  const traffic = importTraffic(PETSTORE, 'openapi', 'pets.yaml')

  it('becomes a request for each operation', () => {
    expect(traffic.url).toBe('https://pets.example/api/v3')
    expect(traffic.requests.map(({ name, method, path, statuses }) => [name, method, path, statuses])).toEqual([
      ['listPets', 'GET', '/pets?status=${listPets.status}&tags=a&tags=b%20c', [200]],
      ['createPet', 'POST', '/pets', [201]],
      ['get-pets-petId', 'GET', '/pets/10', ['2xx']],
      ['post-login', 'POST', '/login', [302]],
    ])
    expect(traffic.data).toEqual([{ name: 'listPets', columns: ['status'], rows: [['available'], ['sold']] }])
  })

  it('has bodies of examples and schemas, and references to secrets', () => {
    expect(traffic.requests[1]?.body).toEqual({ kind: 'json', value: { name: 'Rex $${x}', kind: 'dog' } })
    expect(traffic.requests[1]?.headers).toEqual({ Authorization: 'Bearer ${LOGIN_TOKEN}' })
    expect(traffic.requests[2]?.headers).toEqual({ 'X-API-Key': '${KEY}' })
    expect(traffic.requests[3]?.body).toEqual({ kind: 'form', fields: { user: 'me', password: '${PASSWORD}' } })
    expect(traffic.secrets.map(({ variable }) => variable)).toEqual(['KEY', 'LOGIN_TOKEN', 'PASSWORD'])
  })

  it('names what is left out', () => {
    expect(traffic.omitted.map(({ count, what }) => [count, what])).toEqual([
      [1, 'example of path parameters (petId of GET /pets/{petId})'],
      [1, 'deprecated operation (DELETE /pets/{petId})'],
      [1, 'operation (PUT /photo)'],
    ])
  })

  it('of Swagger 2 is refused by name, with what to do', () => {
    expect(() => importTraffic('swagger: "2.0"\npaths: {}', 'openapi', 'old.yaml')).toThrow(
      'old.yaml: swagger: expected OpenAPI 3.0 or 3.1, got Swagger 2.0: convert it first, with npx swagger2openapi old.yaml -o openapi.yaml',
    )
  })
})

describe('a HAR recording', () => {
  const traffic = importTraffic(HAR, 'har', 'shop.har')

  it('becomes the steps of one user, with the pauses between them', () => {
    expect(traffic.url).toBe('https://shop.example')
    expect(traffic.steps).toEqual([
      { request: 'get', thinkSeconds: 2 },
      { request: 'get-api-items', thinkSeconds: 3 },
      { request: 'get-api-items', thinkSeconds: 2.7 },
      { request: 'post-api-login', thinkSeconds: 0 },
    ])
    expect(traffic.requests[1]?.headers).toEqual({ Authorization: 'Bearer ${TOKEN}', Accept: '*/*' })
    expect(traffic.requests[2]?.body).toEqual({
      kind: 'json',
      value: { user: 'me', password: '${PASSWORD}', note: '$${a}' },
    })
  })

  it('names what is left out', () => {
    expect(traffic.omitted.map(({ count, what }) => [count, what])).toEqual([
      [1, 'entry of other protocols (wss)'],
      [1, 'request to other hosts (cdn.example)'],
      [1, 'static file'],
      [1, 'request answered with an error (404)'],
      [1, 'request without an answer'],
      [1, 'header with cookies'],
      [2, 'headers (sec-fetch-mode)'],
    ])
  })
})
