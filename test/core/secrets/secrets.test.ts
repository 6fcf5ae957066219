import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import {
  forgetSecrets,
  hideSecrets,
  hideSecretsIn,
  registerCredentials,
  registeredSecrets,
  registerSecret,
} from '../../../core/secrets/secrets.ts'

afterEach(forgetSecrets)

describe('hideSecrets', () => {
  it('leaves a text alone while no secret is registered', () => {
    expect(hideSecrets('nothing here')).toBe('nothing here')
  })

  it('shows the name of the variable in place of its value, wherever it stands', () => {
    registerSecret('s3cr3t', '$TOKEN')
    expect(hideSecrets('GET /a?t=s3cr3t: 401 for s3cr3t')).toBe('GET /a?t=$TOKEN: 401 for $TOKEN')
  })

  it.each([
    ['in a URL', 'a b/c&d', 'x=a%20b%2Fc%26d'],
    ['in a form', 'a b/c&d', 'x=a+b%2Fc%26d'],
    ['in JSON', 'a"b\nc', 'x: "a\\"b\\nc"'],
    ['in XML', 'a<b>&"c', '<x>a&lt;b&gt;&amp;&quot;c</x>'],
  ])('hides it as it stands %s', (_, secret, text) => {
    registerSecret(secret)
    expect(hideSecrets(text)).toContain('[redacted]')
    expect(hideSecrets(text)).not.toMatch(/a.{0,6}b/)
  })

  it('hides the longer of two secrets where one contains the other', () => {
    registerSecret('token', '$A')
    registerSecret('token-of-admin', '$B')
    expect(hideSecrets('token-of-admin, token')).toBe('$B, $A')
  })

  it.each(['', 'dev', '8080'])(
    'does not garble a text for the sake of %j, which is too short to be hidden',
    (value) => {
      registerSecret(value)
      expect(hideSecrets('dev on 8080')).toBe('dev on 8080')
    },
  )

  it('hides whatever the secret is, in any text around it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8, unit: 'grapheme' }), fc.string(), fc.string(), (secret, before, after) => {
        fc.pre(!/^\d+$/.test(secret))
        forgetSecrets()
        registerSecret(secret, '·')
        expect(hideSecrets(`${before}${secret}${after}`)).not.toContain(secret)
      }),
    )
  })
})

describe('hideSecretsIn', () => {
  it('hides secrets in every text, and leaves numbers, names of fields and everything else alone', () => {
    registerSecret('12345678', '$ID')
    expect(hideSecretsIn({ a: ['x12345678'], '12345678': 12345678, b: null, c: true }, () => new Set())).toEqual({
      a: ['x$ID'],
      '12345678': 12345678,
      b: null,
      c: true,
    })
  })

  it('leaves a word of our own alone where it stands by itself, also if a secret is that very word', () => {
    registerSecret('pass', '$PASSWORD')
    expect(hideSecretsIn({ verdict: 'pass', reason: 'got pass' }, () => new Set(['pass']))).toEqual({
      verdict: 'pass',
      reason: 'got $PASSWORD',
    })
  })
})

describe('registerCredentials', () => {
  it('hides user and password of a URL, decoded and encoded, and the header made of them', () => {
    registerCredentials('https://alice:p%40ss-word@127.0.0.1/x')
    const header = Buffer.from('alice:p@ss-word').toString('base64')
    expect(hideSecrets(`alice p@ss-word p%40ss-word ${header}`)).toBe(Array(4).fill('[redacted]').join(' '))
  })

  it.each(['https://127.0.0.1/x', 'https://127.0.0.1/a@b', 'no url', 'http://%zz:%zz@x'])('accepts %s', (url) => {
    expect(() => registerCredentials(url)).not.toThrow()
  })
})

it('gives all that were registered, so that another thread hides them too', () => {
  registerSecret('s3cr3t', '$TOKEN')
  registerSecret('abc')
  registerSecret('other-secret')
  expect(registeredSecrets()).toEqual([
    ['s3cr3t', '$TOKEN'],
    ['other-secret', '[redacted]'],
  ])
})
