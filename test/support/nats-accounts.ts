// Decentralised accounts of NATS, made while a test runs: an operator, an account with JetStream, and the credentials of a
// user, as `nsc` would write them. A JWT of NATS is signed by an nkey (https://docs.nats.io/reference/reference-protocols/nats-server-auth).

import { createHash } from 'node:crypto'
import { createAccount, createOperator, createUser, type KeyPair } from '@nats-io/nkeys'
import type { Login } from '../../generators/broker/credentials.ts'

export interface NatsAccounts {
  /** Of the server's configuration: whom it trusts. */
  readonly settings: object
  /** The content of a file of credentials of a new user. */
  user(): string
  /** That of a new user, as it is read from such a file. */
  login(): Login
}

/** @param limits of the account that users are of, in place of those of this file */
export function natsAccounts(limits: object = {}): NatsAccounts {
  const operator = createOperator()
  const [account, system] = [createAccount(), createAccount()]
  const unlimited = { subs: -1, data: -1, payload: -1, imports: -1, exports: -1, wildcards: true, conn: -1, leaf: -1 }
  const storage = { mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 }
  const accountClaims = (own: KeyPair, limits: object) => [
    own.getPublicKey(),
    claims(operator, own, 'account', { limits }),
  ]
  return {
    settings: {
      operator: claims(operator, operator, 'operator', {}),
      resolver: 'MEMORY',
      // JetStream speaks through an account of its own.
      system_account: system.getPublicKey(),
      resolver_preload: Object.fromEntries([
        accountClaims(system, unlimited),
        accountClaims(account, { ...unlimited, ...storage, ...limits }),
      ]),
    },
    login: () => {
      const user = createUser()
      const jwt = claims(account, user, 'user', { subs: -1, data: -1, payload: -1 })
      return { kind: 'creds', jwt, seed: new TextDecoder().decode(user.getSeed()), from: 'a test' }
    },
    user: () => {
      const user = createUser()
      const own = claims(account, user, 'user', { subs: -1, data: -1, payload: -1 })
      return credentials(own, user)
    },
  }
}

/** Credentials whose user is of an account that no server knows. */
export function strangersCredentials(): string {
  return natsAccounts().user()
}

function claims(issuer: KeyPair, subject: KeyPair, type: string, nats: object): string {
  const body = {
    iat: Math.floor(Date.now() / 1e3),
    iss: issuer.getPublicKey(),
    name: `${type} of a test`,
    sub: subject.getPublicKey(),
    nats: { ...nats, type, version: 2 },
  }
  const jti = createHash('sha256').update(JSON.stringify(body)).digest('base64url')
  const signed = `${encoded({ typ: 'JWT', alg: 'ed25519-nkey' })}.${encoded({ ...body, jti })}`
  return `${signed}.${Buffer.from(issuer.sign(Buffer.from(signed))).toString('base64url')}`
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function credentials(jwt: string, user: KeyPair): string {
  const seed = new TextDecoder().decode(user.getSeed())
  return `-----BEGIN NATS USER JWT-----\n${jwt}\n------END NATS USER JWT------\n\n-----BEGIN USER NKEY SEED-----\n${seed}\n------END USER NKEY SEED------\n`
}
