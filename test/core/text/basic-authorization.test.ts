import { expect, it } from 'vitest'
import { basicAuthorization } from '../../../core/text/basic-authorization.ts'

it('encodes the example of RFC 7617', () => {
  expect(basicAuthorization('Aladdin', 'open sesame')).toBe('Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==')
})

it('encodes a name and a password beyond ASCII as UTF-8', () => {
  expect(basicAuthorization('test', '123£')).toBe('Basic dGVzdDoxMjPCow==')
})
