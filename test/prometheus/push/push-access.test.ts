import { describe, expect, it } from 'vitest'
import { hideSecrets } from '../../../core/secrets/secrets.ts'
import { UserError } from '../../../core/user-error.ts'
import { pushAccess } from '../../../prometheus/push/push-access.ts'

describe('pushAccess', () => {
  it.each([
    ['a token', { SLA_HARNESS_PUSH_TOKEN: 'secret-token\n' }, { authorization: 'Bearer secret-token' }],
    [
      'a user and a tenant',
      { SLA_HARNESS_PUSH_USER: 'joe', SLA_HARNESS_PUSH_PASSWORD: 'pass word', SLA_HARNESS_PUSH_TENANT: 'team' },
      { authorization: 'Basic am9lOnBhc3Mgd29yZA==', 'x-scope-orgid': 'team' },
    ],
    ['nothing', { SLA_HARNESS_PROMETHEUS_TOKEN: 'of-another-server' }, {}],
  ])('takes %s from the environment', (_, environment, headers) => {
    expect(pushAccess('http://127.0.0.1:9090', environment).headers).toEqual(headers)
  })

  it('hides the credentials from then on', () => {
    pushAccess('http://127.0.0.1:9090', { SLA_HARNESS_PUSH_TOKEN: 'never-to-be-seen' })
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what stands in its place
    expect(hideSecrets('Bearer never-to-be-seen')).toBe('Bearer ${SLA_HARNESS_PUSH_TOKEN}')
  })

  it.each([
    'remotewrite=http://joe:secret-word@host/x',
    'OTLP=http://joe:secret-word@host',
    'remote-write=ftp://joe:secret-word@host',
    'joe:secret-word@host:9090',
    'htp://joe:secret-word@host',
    'http:/joe:secret-word@host',
    'http://joe:secret-word@host:port',
    'ftp://host/?token=secret-word',
  ])('shows no password of the mistaken address %s', (text) => {
    expect(() => pushAccess(text, {})).toThrow(/^--push: expected/)
    expect(() => pushAccess(text, {})).not.toThrow(/secret-word/)
  })

  it('hides a key of the address that a server repeats', () => {
    pushAccess('otlp=http://127.0.0.1:4318/?api_key=key-of-the-address&dry=run-it', {})
    expect(hideSecrets('no key-of-the-address, run-it')).toBe('no [redacted], run-it')
  })

  it.each([
    ['prometheus:9090', {}, /^--push: expected the URL of a Prometheus, .* got "prometheus:9090"$/],
    [
      'http://joe:secret-word@host',
      {},
      /^--push: expected a URL without credentials; they go into SLA_HARNESS_PUSH_TOKEN/,
    ],
    ['http://host/#a', {}, /^--push: expected a URL without a fragment/],
    [
      'http://host',
      { SLA_HARNESS_PUSH_TOKEN: 'token', SLA_HARNESS_PUSH_USER: 'user' },
      /^expected SLA_HARNESS_PUSH_TOKEN or SLA_HARNESS_PUSH_USER, got both$/,
    ],
    [
      'http://host',
      { SLA_HARNESS_PUSH_PASSWORD: 'word' },
      /^SLA_HARNESS_PUSH_PASSWORD: expected SLA_HARNESS_PUSH_USER/,
    ],
  ])('refuses %s with %j', (text, environment, message) => {
    const access = () => pushAccess(text, environment)
    expect(access).toThrow(UserError)
    expect(access).toThrow(message)
    expect(access).not.toThrow(/secret-word/)
  })
})
