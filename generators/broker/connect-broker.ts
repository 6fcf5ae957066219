// A connection to the broker. It comes back by itself when it was lost: what that means for a run is decided by those who
// use it (silence-watch.ts, result-outbox.ts, run-stream.ts); watch-broker.ts tells them.

import {
  connect,
  jwtAuthenticator,
  type NatsConnection,
  type NodeConnectionOptions,
  nkeyAuthenticator,
} from '@nats-io/transport-node'
import { systemClock } from '../../core/clock.ts'
import { isLocalHost } from '../../core/route/local-host.ts'
import { listed } from '../../core/text/plural.ts'
import { UserError } from '../../core/user-error.ts'
import { within } from '../liveness/within.ts'
import { asksForTls, isOfAnotherHost, refusalOf, saidBy } from './broker-refusal.ts'
import { type BrokerTls, identityCheck } from './broker-tls.ts'
import type { BrokerCredentials, Login } from './credentials.ts'
import { hostOf, type JoinAddress } from './join-address.ts'
import { whySilent } from './why-silent.ts'

export interface BrokerOptions {
  readonly address: JoinAddress
  readonly credentials: BrokerCredentials
  /** What the broker's own tools show of this connection. */
  readonly name: string
  /** For how long a broker that does not answer is tried again. */
  readonly patienceSeconds: number
  readonly signal: AbortSignal
  /** Called once where it has to be tried again. */
  readonly onWaiting?: (reason: string) => void
}

const CONNECT_MS = 5000
/** After so long without an answer it is looked why. */
const SILENCE_SECONDS = 0.7
const BETWEEN_ATTEMPTS_MS = 200
/** A connection whose other end vanished without a word is noticed after two of them. */
const PING_MS = 2000
/** Less is no use: a message would be thousands of chunks. */
const LEAST_PAYLOAD_BYTES = 8192

/**
 * @returns null where the signal was aborted
 * @throws UserError where it cannot be reached, does not let us in, or takes too small messages
 */
export async function connectBroker(options: BrokerOptions): Promise<NatsConnection | null> {
  const { address, patienceSeconds, signal } = options
  const untilSeconds = systemClock.nowSeconds() + patienceSeconds
  let isEncrypted = asksForTls(options)
  let isSaid = false
  while (!signal.aborted)
    try {
      const connection = await unlessAborted(connectUnlessSilent(options, isEncrypted), signal)
      return connection === null ? null : await checked(connection, address)
    } catch (error) {
      if (error instanceof UserError) throw error
      // A broker that asks for TLS by itself, under an address that Node takes for another host unless it is told.
      if (!isEncrypted && isOfAnotherHost(error)) {
        isEncrypted = true
        continue
      }
      const refusal = refusalOf(error, options)
      if (refusal !== null) throw refusal
      if (systemClock.nowSeconds() >= untilSeconds) throw notThere(error, address)
      if (!isSaid) options.onWaiting?.(saidBy(error))
      isSaid = true
      await systemClock.sleep(BETWEEN_ATTEMPTS_MS / 1e3, signal)
    }
  return null
}

/** A broker that takes connections and says nothing keeps nobody from leaving. @returns null where the signal was aborted */
async function unlessAborted(connecting: Promise<NatsConnection>, signal: AbortSignal): Promise<NatsConnection | null> {
  const settled = new AbortController()
  const aborted = new Promise<null>((resolve) => {
    signal.addEventListener('abort', () => resolve(null), { signal: settled.signal })
  })
  try {
    const first = await Promise.race([connecting, aborted])
    if (first === null) abandon(connecting)
    return first
  } finally {
    settled.abort()
  }
}

/**
 * Rejects as the connection does, or with what the broker says of our certificate, which its client takes for silence.
 * @throws UserError where nothing that listens there is a broker
 */
async function connectUnlessSilent(options: BrokerOptions, isEncrypted: boolean): Promise<NatsConnection> {
  const connecting = connect(connectionOptions(options, isEncrypted))
  if (await within(SILENCE_SECONDS, connecting)) return connecting
  const { address, credentials } = options
  const tls = isEncrypted ? tlsOptions(address, credentials.tls) : null
  const looking = Promise.all(address.servers.map((server) => whySilent(server, tls)))
  // It may come about meanwhile.
  const silences = await Promise.race([looking, connecting.then(() => [])])
  const alerts = silences.flatMap((each) => (each?.kind === 'alert' ? [each.error] : []))
  const strangers = silences.flatMap((each) => (each?.kind === 'stranger' ? [each.says] : []))
  // One of several may be a broker all the same.
  if (alerts.length === 0 && strangers.length < address.servers.length) return connecting
  abandon(connecting)
  throw (
    alerts[0] ?? new UserError(`${address.shown}: expected a NATS server, got something that says ${listed(strangers)}`)
  )
}

/** Nobody waits for it any more: should it still come about, it is closed. */
function abandon(connecting: Promise<NatsConnection>): void {
  void connecting.then((late) => late.close()).catch(() => {})
}

/** Whether others on the network can read what is sent: it leaves this machine, and is not encrypted. */
export function isInTheClear({ info }: NatsConnection, { servers, tls }: JoinAddress): boolean {
  const isEncrypted = tls || info?.tls_required === true || info?.tls_available === true
  return !isEncrypted && servers.some((server) => !isLocalHost(hostOf(server)))
}

function connectionOptions({ address, credentials, name }: BrokerOptions, isEncrypted: boolean): NodeConnectionOptions {
  return {
    servers: [...address.servers],
    name,
    timeout: CONNECT_MS,
    maxReconnectAttempts: -1,
    reconnectTimeWait: BETWEEN_ATTEMPTS_MS,
    reconnectJitter: BETWEEN_ATTEMPTS_MS / 4,
    pingInterval: PING_MS,
    // A cluster tells its members' inner addresses, which may not be reachable from here.
    ignoreClusterUpdates: true,
    ...(isEncrypted && { tls: tlsOptions(address, credentials.tls) }),
    ...loginOptions(credentials.login),
  }
}

/** Of Node, which the broker's client passes on. */
function tlsOptions({ servers }: JoinAddress, tls: BrokerTls | null) {
  return {
    ...(tls?.ca && { ca: tls.ca.text }),
    ...(tls?.cert && { cert: tls.cert.text }),
    ...(tls?.key && { key: tls.key.text }),
    ...{ checkServerIdentity: identityCheck(servers) },
  }
}

function loginOptions(login: Login): NodeConnectionOptions {
  switch (login.kind) {
    case 'none':
      return {}
    case 'token':
      return { token: login.token }
    case 'user':
      return { user: login.user, pass: login.password }
    case 'nkey':
      return { authenticator: nkeyAuthenticator(bytesOf(login.seed)) }
    case 'creds':
      return { authenticator: jwtAuthenticator(login.jwt, bytesOf(login.seed)) }
  }
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

async function checked(connection: NatsConnection, { shown }: JoinAddress): Promise<NatsConnection> {
  const { max_payload: maxPayload = 0, headers } = connection.info ?? {}
  if (headers === true && maxPayload >= LEAST_PAYLOAD_BYTES) return connection
  await connection.close()
  throw new UserError(
    headers === true
      ? `${shown}: expected a broker that takes messages of at least ${LEAST_PAYLOAD_BYTES} bytes (max_payload), got one of ${maxPayload}`
      : `${shown}: expected a NATS server 2.9 or newer, got one without headers`,
  )
}

function notThere(error: unknown, { shown }: JoinAddress): UserError {
  return new UserError(`${shown}: expected a NATS server that answers, got: ${saidBy(error)}`, { cause: error })
}
