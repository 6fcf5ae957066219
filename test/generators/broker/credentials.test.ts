import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hideSecrets, registeredSecrets } from '../../../core/secrets/secrets.ts'
import { readCredentials } from '../../../generators/broker/credentials.ts'

let folder: string
const path = (name: string) => join(folder, name)

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'credentials-'))
  writeFileSync(path('token'), 'token-in-a-file\n')
  writeFileSync(path('seed'), 'SUAKYRHVIOREXV7EUZTBHUHL7NUMHPMAS7QMDU3GTIUWEI5LDNOXD43IZY\n')
  writeFileSync(path('ca.pem'), 'CA')
})
afterAll(() => rmSync(folder, { recursive: true }))

/** The variables by the end of their names. */
function given(variables: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [`SLA_HARNESS_NATS_${name}`, value]))
}

describe('credentials for a broker', () => {
  it('are none where nothing is said', async () => {
    expect(await readCredentials(given({ TOKEN: '' }))).toEqual({ login: { kind: 'none' }, tls: null })
  })

  it('come from the environment, or from files that it names', async () => {
    const logins = await Promise.all(
      [
        given({ TOKEN: 'token-of-mine' }),
        given({ TOKEN_FILE: path('token') }),
        given({ USER: 'me', PASSWORD: 'password-of-mine' }),
        given({ USER: 'me', PASSWORD_FILE: path('token') }),
        given({ NKEY: path('seed') }),
      ].map(async (environment) => (await readCredentials(environment)).login),
    )
    expect(logins).toMatchObject([
      { kind: 'token', token: 'token-of-mine' },
      { kind: 'token', token: 'token-in-a-file' },
      { kind: 'user', user: 'me', password: 'password-of-mine' },
      { kind: 'user', user: 'me', password: 'token-in-a-file' },
      { kind: 'nkey' },
    ])
    expect((await readCredentials(given({ CA: path('ca.pem') }))).tls).toEqual({ ca: 'CA' })
  })

  it('are hidden from now on, and never handed to a generator', async () => {
    await readCredentials(given({ TOKEN: 'token-of-another' }))
    expect(hideSecrets('got token-of-another')).not.toContain('token-of-another')
    expect(registeredSecrets()).toEqual([])
  })

  it.each([
    [given({ TOKEN: 'a', USER: 'b' }), 'SLA_HARNESS_NATS_TOKEN, SLA_HARNESS_NATS_USER: expected one kind'],
    [given({ PASSWORD: 'a' }), 'SLA_HARNESS_NATS_USER: expected a user for the password'],
    [given({ CERT: 'a.pem' }), 'SLA_HARNESS_NATS_CERT and SLA_HARNESS_NATS_KEY: expected both or none'],
    [given({ CREDS: '/no/such/file' }), 'SLA_HARNESS_NATS_CREDS: expected a file that can be read, got ENOENT'],
  ])('are refused where they cannot be meant', async (environment, message) => {
    await expect(readCredentials(environment)).rejects.toThrow(message)
  })
})
