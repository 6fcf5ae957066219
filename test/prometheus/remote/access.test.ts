import { describe, expect, it } from 'vitest'
import { UserError } from '../../../core/user-error.ts'
import { remoteAccess } from '../../../prometheus/remote/access.ts'

const TOKEN = { SLA_HARNESS_PROMETHEUS_TOKEN: 's3cret' }
const USER = { SLA_HARNESS_PROMETHEUS_USER: 'ann', SLA_HARNESS_PROMETHEUS_PASSWORD: 'p:w' }
const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`

describe('the headers of remoteAccess', () => {
  it.each([
    ['none without credentials', 'https://p.example', {}, {}],
    ['a bearer token', 'https://p.example', TOKEN, { authorization: 'Bearer s3cret' }],
    [
      'a token without the newline at the end of its file',
      'https://p.example',
      { SLA_HARNESS_PROMETHEUS_TOKEN: 's3cret\n' },
      { authorization: 'Bearer s3cret' },
    ],
    ['basic auth', 'https://p.example', USER, { authorization: basic('ann:p:w') }],
    [
      'basic auth without a password',
      'https://p.example',
      { SLA_HARNESS_PROMETHEUS_USER: 'ann' },
      { authorization: basic('ann:') },
    ],
    ['a tenant', 'https://p.example', { SLA_HARNESS_PROMETHEUS_TENANT: 'team-a' }, { 'x-scope-orgid': 'team-a' }],
    [
      'nothing of empty variables',
      'https://p.example',
      { SLA_HARNESS_PROMETHEUS_TOKEN: '', SLA_HARNESS_PROMETHEUS_TENANT: ' ' },
      {},
    ],
  ])('%s', (_, url, environment, headers) => {
    expect(remoteAccess(url, environment).headers).toEqual(headers)
  })
})

it.each([
  ['https://p.example', 'https://p.example'],
  ['https://p.example/', 'https://p.example'],
  ['https://mimir.example:8443/prometheus/', 'https://mimir.example:8443/prometheus'],
  ['http://127.0.0.1:9090/a/b', 'http://127.0.0.1:9090/a/b'],
])('the base of %s is %s', (url, baseUrl) => {
  expect(remoteAccess(url, {}).baseUrl).toBe(baseUrl)
})

describe('remoteAccess rejects', () => {
  it.each([
    ['a text that is not a URL', 'prometheus:9090', {}, 'expected embedded, local or an http or https URL'],
    ['another protocol', 'ftp://p.example', {}, 'expected embedded, local or an http or https URL'],
    [
      'credentials in the URL, which reports show',
      'https://ann:s3cret@p.example',
      {},
      'expected a URL without credentials; they go into SLA_HARNESS_PROMETHEUS_TOKEN, or SLA_HARNESS_PROMETHEUS_USER',
    ],
    ['a query', 'https://p.example/?tenant=a', {}, 'expected a URL without query and fragment'],
    [
      'a token and a user',
      'https://p.example',
      { ...TOKEN, ...USER },
      'expected SLA_HARNESS_PROMETHEUS_TOKEN or SLA_HARNESS_PROMETHEUS_USER, got both',
    ],
    [
      'a password alone',
      'https://p.example',
      { SLA_HARNESS_PROMETHEUS_PASSWORD: 's3cret' },
      'SLA_HARNESS_PROMETHEUS_PASSWORD: expected SLA_HARNESS_PROMETHEUS_USER beside it',
    ],
    [
      'a token of two lines',
      'https://p.example',
      { SLA_HARNESS_PROMETHEUS_TOKEN: 's3cret\nx: y' },
      'SLA_HARNESS_PROMETHEUS_TOKEN: expected one line',
    ],
    [
      'a user with a colon',
      'https://p.example',
      { SLA_HARNESS_PROMETHEUS_USER: 'ann:bob' },
      'expected a name without a colon',
    ],
  ])('%s, and keeps secrets out of the message', (_, url, environment, message) => {
    const refused = () => remoteAccess(url, environment)
    expect(refused).toThrow(UserError)
    expect(refused).toThrow(message)
    expect(refused).not.toThrow('s3cret')
  })

  it('redacts the credentials of a mistaken URL', () => {
    expect(() => remoteAccess('htp://ann:s3cret@p.example', {})).toThrow('got "htp://[redacted]@p.example"')
  })
})
