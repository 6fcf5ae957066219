import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import type { TlsSettings } from '../../../core/scenario/target.ts'
import { hideSecrets } from '../../../core/secrets/secrets.ts'
import { UserError } from '../../../core/user-error.ts'
import { readTls } from '../../../harness/target/read-tls.ts'
import { authority, encryptedKey } from '../../support/certificates.ts'

const folder = mkdtempSync(join(tmpdir(), 'read-tls-'))
afterAll(() => rmSync(folder, { recursive: true }))

const ours = authority('Our CA')
const client = ours.issue('client')
const another = ours.issue('another')
const FILES: Record<string, string | Buffer> = {
  'ca.pem': ours.ca,
  'client.pem': client.cert + ours.ca,
  'client.key': client.key,
  'locked.key': encryptedKey(client.key, 'open sesame'),
  'another.key': another.key,
  'empty.pem': '',
  'text.pem': 'no certificate\n',
  'cert.der': Buffer.from(client.cert.replace(/-----.*-----|\n/g, ''), 'base64'),
  'broken.pem': ours.ca.replace(/\n[A-Za-z0-9+/]{20}/, '\nAAAAAAAAAAAAAAAAAAAA'),
  'broken.key': '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n',
}
for (const [name, content] of Object.entries(FILES)) writeFileSync(join(folder, name), content)
mkdirSync(join(folder, 'folder'))

const environment = { CERTS: folder, PASSPHRASE: 'open sesame' }
const read = (settings: TlsSettings) =>
  readTls(settings, { folder, environment, place: (key) => `s.yaml:3 target.tls.${key}` })

it('reads files relative to the scenario, and says where they lie', () => {
  expect(
    read({ ca: 'ca.pem', cert: 'client.pem', key: 'client.key', serverName: 'shop.test', minVersion: '1.3' }),
  ).toEqual({
    ca: ours.ca,
    cert: client.cert + ours.ca,
    key: client.key,
    serverName: 'shop.test',
    minVersion: '1.3',
    files: { ca: join(folder, 'ca.pem'), cert: join(folder, 'client.pem'), key: join(folder, 'client.key') },
  })
})

it('reads files that the environment names, and keeps a passphrase secret', () => {
  const settings = { cert: `\${CERTS}/client.pem`, key: `\${CERTS}/locked.key`, passphrase: `\${PASSPHRASE}` }
  expect(read(settings)).toMatchObject({ cert: FILES['client.pem'], passphrase: 'open sesame' })
  expect(hideSecrets('it is open sesame')).not.toContain('sesame')
})

it.each<[string, TlsSettings, string]>([
  ['a file that is not there', { ca: 'none.pem' }, 'ca: expected a file in PEM format, got no such file (none.pem)'],
  ['a folder', { ca: 'folder' }, 'ca: expected a file in PEM format, got a folder (folder)'],
  ['an empty file', { ca: 'empty.pem' }, 'ca: expected a certificate in PEM format, got nothing in empty.pem'],
  ['any text', { ca: 'text.pem' }, 'ca: expected a certificate in PEM format, got no PEM in text.pem'],
  [
    'a key in place of a certificate',
    { ca: 'client.key' },
    'ca: expected a certificate in PEM format, got a PRIVATE KEY in client.key',
  ],
  [
    'a certificate in DER',
    { cert: 'cert.der', key: 'client.key' },
    'cert: expected a certificate in PEM format, got binary data (DER or PKCS#12 perhaps) in cert.der',
  ],
  [
    'a certificate that is damaged',
    { ca: 'broken.pem' },
    'ca: expected certificates in PEM format, got one in broken.pem that cannot be read',
  ],
  [
    'a certificate in place of a key',
    { cert: 'client.pem', key: 'client.pem' },
    'key: expected a private key in PEM format, got a CERTIFICATE in client.pem',
  ],
  [
    'a key that is damaged',
    { cert: 'client.pem', key: 'broken.key' },
    'key: expected a private key in PEM format, got one in broken.key that cannot be read',
  ],
  [
    'the key of another certificate',
    { cert: 'client.pem', key: 'another.key' },
    'key: expected the key of the certificate in client.pem, got that of another',
  ],
  [
    'an encrypted key without a passphrase',
    { cert: 'client.pem', key: 'locked.key' },
    'key: expected a passphrase beside it, for the key in locked.key is encrypted',
  ],
  [
    'a wrong passphrase',
    { cert: 'client.pem', key: 'locked.key', passphrase: 'wrong' },
    'passphrase: expected the passphrase of the key in locked.key, got another',
  ],
  [
    'a variable that is not set',
    { ca: `\${NOWHERE}/ca.pem` },
    'ca: expected the environment variable NOWHERE to be set, got nothing',
  ],
])('refuses %s, with its place', (_, settings, message) => {
  const reading = () => read(settings)
  expect(reading).toThrow(UserError)
  expect(reading).toThrow(`s.yaml:3 target.tls.${message}`)
})
