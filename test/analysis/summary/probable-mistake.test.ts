import { expect, it } from 'vitest'
import { judgeRun } from '../../../analysis/judge-run.ts'
import type { ErrorKind, FirstAnswer } from '../../../core/run/load-result.ts'
import type { PrometheusRecord } from '../../../core/run/prometheus-record.ts'
import { evenly, loadOf, phaseWindows } from '../support/load-of.ts'
import { prometheusRecordOf } from '../support/prometheus-record-of.ts'
import { runRecordOf } from '../support/run-record-of.ts'

const NOTHING: FirstAnswer = {
  status: 200,
  statusLine: 'HTTP/1.1 200 OK',
  contentType: null,
  contentEncoding: null,
  location: null,
  body: '',
}

function mistakes(
  kind: ErrorKind,
  answer: Partial<FirstAnswer> | null,
  completed = 0,
  url = 'http://127.0.0.1:1',
  prometheus: PrometheusRecord | null = null,
  json: object | null = {},
) {
  const status = answer?.status ?? 200
  const requests = evenly(0, 10, 10, (i) => ({ serviceTime: 0.01, outcome: i < completed ? 'completed' : kind }))
  const load = loadOf(phaseWindows([{ name: 'go', seconds: 10 }]), requests, {
    firstErrors: [{ request: 0, kind, atSeconds: 0.01, reason: null, answer: answer && { ...NOTHING, ...answer } }],
  })
  const slots = load.slots.map((slot) => ({
    ...slot,
    unexpectedStatusCodes: kind === 'status' ? { [status]: slot.errors } : {},
  }))
  const record = runRecordOf({ load: { ...load, slots }, sla: ['errors < 1%'], prometheus })
  const service = { kind: 'target', target: { url, verifyTls: true, metrics: null } } as const
  const asking = record.scenario.requests.map((request) => ({
    ...request,
    expect: { ...request.expect, ...(json && { json }) },
  }))
  return judgeRun({ ...record, scenario: { ...record.scenario, service, requests: asking } })
}

it('takes a page for no mistake where no JSON is read', () => {
  const page = { contentType: 'text/html' }
  const { load } = mistakes('expectation', page, 0, 'http://127.0.0.1:1', null, null)
  expect(load.probableMistakes.map(({ mistake }) => mistake)).toEqual(['expectation'])
})

it.each<[string, ErrorKind, Partial<FirstAnswer> | null, string | undefined]>([
  ['a path that does not exist', 'status', { status: 404 }, 'path'],
  ['a method that is not allowed', 'status', { status: 405 }, 'path'],
  ['a slash that is missing', 'status', { status: 308, location: '/api/' }, 'redirect'],
  ['a login', 'status', { status: 302, location: 'https://sso.test/login?next=/' }, 'login'],
  ['no credentials', 'status', { status: 401 }, 'credentials'],
  ['a body that is refused', 'status', { status: 422 }, 'request'],
  ['a compression that is not read', 'unreadable', { contentEncoding: 'zstd' }, 'compressed'],
  ['a page that is too long to be read', 'unreadable', { contentType: 'text/html' }, 'expectation'],
  ['other JSON in a compression that is read', 'expectation', { contentEncoding: 'gzip, br' }, 'expectation'],
  ['a value to be captured that is not there', 'capture', {}, 'expectation'],
  ['redirects in a circle', 'redirect', { status: 302, location: '/a' }, 'redirect'],
  ['an HTML page', 'expectation', { contentType: 'text/html; charset=utf-8' }, 'html'],
  ['another JSON', 'expectation', { contentType: 'application/json' }, 'expectation'],
  ['a status that is fine but not the one', 'status', { status: 201 }, 'expectation'],
  ['http to a TLS port that closes', 'closed', null, 'tls'],
  ['http to a TLS port that sends an alert', 'protocol', { status: 0, statusLine: '\u0015\u0003\u0001' }, 'tls'],
  ['a port of SSH', 'protocol', { status: 0, statusLine: 'SSH-2.0-OpenSSH_9.2' }, 'protocol'],
  ['a rate that is limited', 'status', { status: 429 }, 'limited'],
  [
    'http to a TLS port of nginx',
    'status',
    { status: 400, body: 'The plain HTTP request was sent to HTTPS port' },
    'tls',
  ],
  ['a service that fails', 'status', { status: 503 }, undefined],
  ['a service that breaks off', 'closed', {}, undefined],
])('%s', (_, kind, answer, mistake) => {
  const { load, reasons } = mistakes(kind, answer)
  expect(load.probableMistakes.map((each) => each.mistake)).toEqual(mistake === undefined ? [] : [mistake])
  if (mistake)
    expect(reasons[0]).toMatch(/^All 100 requests failed alike from the first: .*The scenario is probably wrong: /)
})

it('is reason enough for a histogram that lacks the requests', () => {
  const counted = prometheusRecordOf([0.1, 1], [], { end: 11 })
  const { headline, populations } = mistakes('status', { status: 404 }, 0, 'http://127.0.0.1:1', counted)
  expect(populations?.note).toContain('counted 0')
  expect(headline).not.toContain('The histogram counted 0')
})

it('says nothing where one request was answered as expected', () => {
  expect(mistakes('status', { status: 404 }, 1).load).toMatchObject({
    probableMistakes: [],
    firstErrors: [{ request: 'predict', kind: 'status', count: 99, answer: { status: 404 } }],
  })
})
