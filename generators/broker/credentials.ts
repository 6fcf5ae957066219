// What the broker asks of those who join: from the environment, or from files that it names. Never from a command line.
//
//   SLA_HARNESS_NATS_TOKEN, …_TOKEN_FILE               a token
//   SLA_HARNESS_NATS_USER, …_PASSWORD, …_PASSWORD_FILE a user
//   SLA_HARNESS_NATS_NKEY                              a file that holds the seed of an nkey
//   SLA_HARNESS_NATS_CREDS                             a file of credentials, as `nsc` writes it
//   SLA_HARNESS_NATS_CA, …_CERT, …_KEY                 files in PEM: whom to trust, and who this is

import { readFile } from 'node:fs/promises'
import { nkeys } from '@nats-io/transport-node'
import type { Environment } from '../../core/environment.ts'
import { registerOwnSecret } from '../../core/secrets/secrets.ts'
import { UserError } from '../../core/user-error.ts'
import { type BrokerTls, checkedTls } from './broker-tls.ts'
import type { Found } from './found.ts'

/** `from` says where it was found, for a person. */
export type Login =
  | { readonly kind: 'none' }
  | { readonly kind: 'token'; readonly token: string; readonly from: string }
  | { readonly kind: 'user'; readonly user: string; readonly password: string; readonly from: string }
  | { readonly kind: 'nkey'; readonly seed: string; readonly from: string }
  | { readonly kind: 'creds'; readonly jwt: string; readonly seed: string; readonly from: string }

export interface BrokerCredentials {
  readonly login: Login
  /** Null where nothing is said about it. */
  readonly tls: BrokerTls | null
}

const PREFIX = 'SLA_HARNESS_NATS_'

/** Names of variables that this reads. */
export const CREDENTIAL_VARIABLES: readonly string[] = [
  'TOKEN',
  'TOKEN_FILE',
  'USER',
  'PASSWORD',
  'PASSWORD_FILE',
  'NKEY',
  'CREDS',
  'CA',
  'CERT',
  'KEY',
].map((name) => PREFIX + name)

/** @throws UserError where a file cannot be read, holds something else, or more than one kind of credentials is given */
export async function readCredentials(environment: Environment): Promise<BrokerCredentials> {
  const given = (name: string) => {
    const text = environment[PREFIX + name]
    return text === undefined || text === '' ? undefined : { text, from: PREFIX + name }
  }
  const logins = ['TOKEN', 'TOKEN_FILE', 'USER', 'NKEY', 'CREDS'].filter((name) => given(name) !== undefined)
  if (logins.length > 1)
    throw new UserError(
      `${logins.map((name) => PREFIX + name).join(', ')}: expected one kind of credentials for the broker, got ${logins.length}`,
    )
  const inFile = async (name: string) => {
    const file = given(name)
    return file === undefined ? undefined : await contentOf(file)
  }
  return { login: await readLogin(given, inFile), tls: await readTls(given, inFile) }
}

type Given = (name: string) => Found | undefined
type InFile = (name: string) => Promise<Found | undefined>

async function readLogin(given: Given, inFile: InFile): Promise<Login> {
  const token = given('TOKEN') ?? (await inFile('TOKEN_FILE'))
  if (token !== undefined) return { kind: 'token', token: secret(token.text, 'TOKEN'), from: token.from }
  const user = given('USER')
  const password = given('PASSWORD') ?? (await inFile('PASSWORD_FILE'))
  if (user === undefined && password !== undefined)
    throw new UserError(`${PREFIX}USER: expected a user for the password that is given, got none`)
  if (user !== undefined) {
    const from = password === undefined ? `${user.from}, without a password` : `${user.from} and ${password.from}`
    return { kind: 'user', user: user.text, password: secret(password?.text ?? '', 'PASSWORD'), from }
  }
  const seed = await inFile('NKEY')
  if (seed !== undefined) return { kind: 'nkey', seed: userSeed(seed.text, 'NKEY', seed.from), from: seed.from }
  const creds = await inFile('CREDS')
  if (creds !== undefined) return { kind: 'creds', ...readCreds(creds), from: creds.from }
  return { kind: 'none' }
}

/** Two blocks: a JWT, and the seed of the key that it is for. */
function readCreds({ text, from }: Found): { readonly jwt: string; readonly seed: string } {
  const [jwt, seed] = [...text.matchAll(/^-{3,} *BEGIN[^\n]*\n([\s\S]*?)^-{3,} *END/gm)].map((block) =>
    (block[1] ?? '').replaceAll(/\s/g, ''),
  )
  if (jwt === undefined || seed === undefined || jwt.split('.').length !== 3)
    throw new UserError(
      `${from}: expected a JWT and a seed, each between its lines of BEGIN and END, got something else`,
    )
  return { jwt: secret(jwt, 'CREDS'), seed: userSeed(seed, 'CREDS', from) }
}

/** @throws UserError that does not show it */
function userSeed(text: string, name: string, from: string): string {
  secret(text, name)
  try {
    const isUsers = nkeys.fromSeed(new TextEncoder().encode(text)).getPublicKey().startsWith('U')
    if (isUsers) return text
  } catch (cause) {
    throw new UserError(`${from}: expected the seed of an nkey, SU…, got something else`, { cause })
  }
  throw new UserError(`${from}: expected the seed of a user's nkey, SU…, got that of another kind`)
}

async function readTls(given: Given, inFile: InFile): Promise<BrokerTls | null> {
  if ((given('CERT') === undefined) !== (given('KEY') === undefined))
    throw new UserError(`${PREFIX}CERT and ${PREFIX}KEY: expected both or none, got one of them`)
  const [ca, cert, key] = await Promise.all([inFile('CA'), inFile('CERT'), inFile('KEY')])
  if (ca === undefined && cert === undefined) return null
  if (key !== undefined) registerOwnSecret(key.text)
  return checkedTls({
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
  })
}

function secret(value: string, name: string): string {
  registerOwnSecret(value, `\${${PREFIX}${name}}`)
  return value
}

async function contentOf({ text: file, from: variable }: Found): Promise<Found> {
  try {
    return { text: (await readFile(file, 'utf8')).trim(), from: `${variable} (${file})` }
  } catch (cause) {
    throw new UserError(`${variable}: expected a file that can be read, got ${(cause as Error).message}`, { cause })
  }
}
