// `tls` of a target and of its metrics: whose certificates are trusted, who the client is, and how old the protocol may be.

import { isIP } from 'node:net'
import { isMapping } from '../../../core/file/mapping.ts'
import { TLS_VERSIONS, type TlsVersion } from '../../../core/route/tls-material.ts'
import { FROM_ENVIRONMENT, unsupportedReference } from '../../../core/text/environment-references.ts'
import { type Contradiction, checked, leaf, mapping } from '../building-blocks.ts'
import { referencePhrase } from '../reference-phrase.ts'
import { headerValue } from '../request-schema.ts'

/** The path of a file or a socket, relative to the scenario. */
export const pathText = (expected: string) =>
  leaf<string>(
    (got) => (typeof got === 'string' && unsupportedReference(got) !== undefined ? referencePhrase(got) : expected),
    (value) => typeof value === 'string' && value.trim() !== '' && unsupportedReference(value) === undefined,
    { type: 'string', pattern: '\\S' },
  )

const HOST_NAME = '^[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*$'

const serverName = leaf<string>(
  (got) => {
    const name = 'the name of a host, such as shop.example'
    return isIP(String(got)) === 0 ? name : `${name}: TLS sends no addresses`
  },
  (value) => typeof value === 'string' && new RegExp(HOST_NAME).test(value) && isIP(value) === 0,
  { type: 'string', pattern: HOST_NAME, examples: ['shop.example'] },
)

/** YAML reads 1.2 without quotes as a number. */
const minVersion = leaf<TlsVersion | number>(
  (got) => {
    const known = `one of ${TLS_VERSIONS.join(', ')}`
    const meant = /^TLS\s*v?(1\.[23])$/i.exec(String(got))?.[1]
    return meant === undefined ? known : `${known} (here ${meant})`
  },
  (value) => TLS_VERSIONS.some((version) => version === String(value)),
  { enum: [...TLS_VERSIONS, ...TLS_VERSIONS.map(Number)] },
)

const PEM = 'the path of a file in PEM format, relative to the scenario'

export const tlsSchema = checked(
  mapping('a mapping of ca, cert, key, serverName and minVersion', {
    ca: pathText(PEM)
      .optional()
      .describe(`A file of the issuers that are trusted, in place of the well-known ones. ${FROM_ENVIRONMENT}`),
    cert: pathText(PEM)
      .optional()
      .describe(`The client's certificate, and those of the issuers between. ${FROM_ENVIRONMENT}`),
    key: pathText(PEM).optional().describe(`The key of that certificate. ${FROM_ENVIRONMENT}`),
    passphrase: headerValue.optional().describe(`Of the key, where it is encrypted. ${FROM_ENVIRONMENT}`),
    serverName: serverName
      .optional()
      .describe("Asked for (SNI), and held against the service's certificate. Default: the URL's host."),
    minVersion: minVersion.optional().describe('The oldest version of TLS that is spoken: 1.2 or 1.3. Default: 1.2.'),
  }),
  (tls) => (isMapping(tls) ? lonely(tls) : []),
).meta({ dependentRequired: { cert: ['key'], key: ['cert'], passphrase: ['key'] } })

/** A certificate is of no use without its key, nor a key without its certificate, nor a passphrase without a key. */
function lonely({ cert, key, passphrase }: Readonly<Record<string, unknown>>): Contradiction[] {
  if (cert !== undefined && key === undefined)
    return [{ expected: 'cert and key, one beside the other', got: 'cert alone' }]
  if (key !== undefined && cert === undefined)
    return [{ expected: 'cert and key, one beside the other', got: 'key alone' }]
  if (passphrase !== undefined && key === undefined)
    return [{ expected: 'passphrase beside the key that it opens', got: 'no key' }]
  return []
}
