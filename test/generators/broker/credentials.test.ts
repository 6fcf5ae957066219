import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAccount } from '@nats-io/nkeys'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hideSecrets, registeredSecrets } from '../../../core/secrets/secrets.ts'
import { readCredentials } from '../../../generators/broker/credentials.ts'
import { authority, encryptedKey } from '../../support/certificates.ts'
import { natsAccounts } from '../../support/nats-accounts.ts'

const SEED = 'SUAKYRHVIOREXV7EUZTBHUHL7NUMHPMAS7QMDU3GTIUWEI5LDNOXD43IZY'
const CA = authority('authority of a test')
const CREDS = natsAccounts().user()

let folder: string
const path = (name: string) => join(folder, name)

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'credentials-'))
  writeFileSync(path('token'), 'token-in-a-file\n')
  writeFileSync(path('seed'), `${SEED}\n`)
  writeFileSync(path('account'), new TextDecoder().decode(createAccount().getSeed()))
  writeFileSync(path('creds'), CREDS.replaceAll('\n', '\r\n').trim())
  writeFileSync(path('half.creds'), CREDS.split('\n').slice(0, 3).join('\n'))
  const issued = CA.issue('client')
  writeFileSync(path('ca.pem'), CA.ca)
  writeFileSync(path('cert.pem'), issued.cert)
  writeFileSync(path('key.pem'), issued.key)
  writeFileSync(path('other-key.pem'), CA.issue('other').key)
  writeFileSync(path('locked-key.pem'), encryptedKey(issued.key, 'passphrase'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** The variables by the end of their names. */
function given(variables: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [`SLA_HARNESS_NATS_${name}`, value]))
}

describe('files that hold something else', () => {
  it.each([
    [
      { NKEY: 'ca.pem' },
      'SLA_HARNESS_NATS_NKEY (FOLDER/ca.pem): expected the seed of an nkey, SU…, got something else',
    ],
    [
      { NKEY: 'account' },
      "SLA_HARNESS_NATS_NKEY (FOLDER/account): expected the seed of a user's nkey, SU…, got that of",
    ],
    [{ CREDS: 'seed' }, 'SLA_HARNESS_NATS_CREDS (FOLDER/seed): expected a JWT and a seed'],
    [{ CREDS: 'half.creds' }, 'SLA_HARNESS_NATS_CREDS (FOLDER/half.creds): expected a JWT and a seed'],
    [{ CA: 'seed' }, 'SLA_HARNESS_NATS_CA (FOLDER/seed): expected certificates in PEM, got none'],
    [
      { CERT: 'cert.pem', KEY: 'seed' },
      'SLA_HARNESS_NATS_KEY (FOLDER/seed): expected the key of SLA_HARNESS_NATS_CERT',
    ],
    [{ CERT: 'cert.pem', KEY: 'other-key.pem' }, 'SLA_HARNESS_NATS_KEY (FOLDER/other-key.pem): expected the key of'],
    [{ CERT: 'cert.pem', KEY: 'locked-key.pem' }, 'SLA_HARNESS_NATS_KEY (FOLDER/locked-key.pem): expected the key of'],
  ])('are named before anything is connected, and not shown: %j', async (files, message) => {
    const environment = given(Object.fromEntries(Object.entries(files).map(([name, file]) => [name, path(file)])))
    const refused = await readCredentials(environment).catch((error) => error)
    expect(refused.name).toBe('UserError')
    expect(refused.message).toContain(message.replace('FOLDER', folder))
    expect(refused.message).not.toContain(SEED)
  })
})

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
      { kind: 'token', token: 'token-of-mine', from: 'SLA_HARNESS_NATS_TOKEN' },
      { kind: 'token', token: 'token-in-a-file', from: `SLA_HARNESS_NATS_TOKEN_FILE (${path('token')})` },
      { kind: 'user', user: 'me', password: 'password-of-mine' },
      { kind: 'user', user: 'me', password: 'token-in-a-file' },
      { kind: 'nkey', from: `SLA_HARNESS_NATS_NKEY (${path('seed')})` },
    ])
    expect((await readCredentials(given({ CA: path('ca.pem') }))).tls).toEqual({
      ca: { text: CA.ca.trim(), from: `SLA_HARNESS_NATS_CA (${path('ca.pem')})` },
    })
  })

  it('come from a file as nsc writes it, also from one of another system, and each part of it is hidden', async () => {
    const { login } = await readCredentials(given({ CREDS: path('creds') }))
    const [, jwt, , , , seed] = CREDS.split('\n')
    expect(login).toEqual({ kind: 'creds', jwt, seed, from: `SLA_HARNESS_NATS_CREDS (${path('creds')})` })
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what is shown in place of a secret
    expect(hideSecrets(`${jwt} ${seed}`)).toBe('${SLA_HARNESS_NATS_CREDS} ${SLA_HARNESS_NATS_CREDS}')
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
