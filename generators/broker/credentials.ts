// What the broker asks of those who join: from the environment, or from files that it names. Never from a command line.
//
//   SLA_HARNESS_NATS_TOKEN, …_TOKEN_FILE               a token
//   SLA_HARNESS_NATS_USER, …_PASSWORD, …_PASSWORD_FILE a user
//   SLA_HARNESS_NATS_NKEY                              a file that holds the seed of an nkey
//   SLA_HARNESS_NATS_CREDS                             a file of credentials, as `nsc` writes it
//   SLA_HARNESS_NATS_CA, …_CERT, …_KEY                 files in PEM: whom to trust, and who this is

import { readFile } from 'node:fs/promises'
import type { Environment } from '../../core/environment.ts'
import { registerOwnSecret } from '../../core/secrets/secrets.ts'
import { UserError } from '../../core/user-error.ts'

export type Login =
  | { readonly kind: 'none' }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'user'; readonly user: string; readonly password: string }
  | { readonly kind: 'nkey'; readonly seed: Uint8Array }
  | { readonly kind: 'creds'; readonly creds: Uint8Array }

/** PEM. */
export interface BrokerTls {
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
}

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

/** @throws UserError where a file cannot be read, or more than one kind of credentials is given */
export async function readCredentials(environment: Environment): Promise<BrokerCredentials> {
  const given = (name: string) => {
    const value = environment[PREFIX + name]
    return value === '' ? undefined : value
  }
  const logins = ['TOKEN', 'TOKEN_FILE', 'USER', 'NKEY', 'CREDS'].filter((name) => given(name) !== undefined)
  if (logins.length > 1)
    throw new UserError(
      `${logins.map((name) => PREFIX + name).join(', ')}: expected one kind of credentials for the broker, got ${logins.length}`,
    )
  const textIn = async (name: string) => {
    const file = given(name)
    return file === undefined ? undefined : (await contentOf(PREFIX + name, file)).toString().trim()
  }
  return { login: await readLogin(given, textIn), tls: await readTls(given, textIn) }
}

type Given = (name: string) => string | undefined
type TextIn = (name: string) => Promise<string | undefined>

async function readLogin(given: Given, textIn: TextIn): Promise<Login> {
  const token = given('TOKEN') ?? (await textIn('TOKEN_FILE'))
  if (token !== undefined) return { kind: 'token', token: secret(token, 'TOKEN') }
  const user = given('USER')
  const password = given('PASSWORD') ?? (await textIn('PASSWORD_FILE'))
  if (user === undefined && password !== undefined)
    throw new UserError(`${PREFIX}USER: expected a user for the password that is given, got none`)
  if (user !== undefined) return { kind: 'user', user, password: secret(password ?? '', 'PASSWORD') }
  const seed = await textIn('NKEY')
  if (seed !== undefined) return { kind: 'nkey', seed: Buffer.from(secret(seed, 'NKEY')) }
  const creds = await textIn('CREDS')
  if (creds !== undefined) return { kind: 'creds', creds: Buffer.from(secret(creds, 'CREDS')) }
  return { kind: 'none' }
}

async function readTls(given: Given, textIn: TextIn): Promise<BrokerTls | null> {
  if ((given('CERT') === undefined) !== (given('KEY') === undefined))
    throw new UserError(`${PREFIX}CERT and ${PREFIX}KEY: expected both or none, got one of them`)
  const [ca, cert, key] = await Promise.all([textIn('CA'), textIn('CERT'), textIn('KEY')])
  if (ca === undefined && cert === undefined) return null
  if (key !== undefined) registerOwnSecret(key)
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
  }
}

function secret(value: string, name: string): string {
  registerOwnSecret(value, `\${${PREFIX}${name}}`)
  return value
}

async function contentOf(variable: string, file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (cause) {
    throw new UserError(`${variable}: expected a file that can be read, got ${(cause as Error).message}`, { cause })
  }
}
