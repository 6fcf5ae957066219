// Every kind of credentials against a real broker: the right ones bring a run through, and the wrong ones are named on both
// sides, by the variable and the file that they came from.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createUser } from '@nats-io/nkeys'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readCredentials } from '../../../generators/broker/credentials.ts'
import { parseJoinAddress } from '../../../generators/broker/join-address.ts'
import { runLoad } from '../../../load/run-load.ts'
import { authority } from '../../support/certificates.ts'
import { ChaosServer } from '../../support/chaos-server.ts'
import { loadPlan, openPhase } from '../../support/load-plan.ts'
import { natsAccounts, strangersCredentials } from '../../support/nats-accounts.ts'
import { NatsServer } from '../../support/nats-server.ts'
import { describeReal } from '../../support/real-programs.ts'
import { runCli, startCli } from '../../support/run-cli.ts'
import { coordinate, startAgent } from './agents.ts'

const HOOKS = { onEpoch: () => {}, beforeMeasured: null, onPhaseStart: () => {}, onProgress: () => {} }
const PASSWORD = 'password-of-a-test'

const own = authority('authority of a test')
const other = authority('another authority')
const [user, stranger] = [createUser(), createUser()]
const accounts = natsAccounts()

/** By the names of files. */
const FILES: Readonly<Record<string, string>> = {
  password: `${PASSWORD}\n`,
  'wrong-password': 'wrong-password-of-a-test',
  seed: seedOf(user),
  'wrong-seed': seedOf(stranger),
  'user.creds': accounts.user(),
  'wrong.creds': strangersCredentials(),
  'ca.pem': own.ca,
  'other-ca.pem': other.ca,
  ...pem('server', own.issue('server', '127.0.0.1')),
  ...pem('elsewhere', own.issue('elsewhere', 'elsewhere.example')),
  ...pem('client', own.issue('client')),
  ...pem('wrong-client', other.issue('client')),
}

function pem(name: string, { cert, key }: { readonly cert: string; readonly key: string }): Record<string, string> {
  return { [`${name}.pem`]: cert, [`${name}-key.pem`]: key }
}

function seedOf(pair: ReturnType<typeof createUser>): string {
  return new TextDecoder().decode(pair.getSeed())
}

/** The brokers of these tests, by what they ask for. */
const BROKERS = {
  token: {},
  users: { authorization: { users: [{ user: 'me', password: PASSWORD }, { nkey: user.getPublicKey() }] } },
  accounts: { authorization: undefined, ...accounts.settings },
  tls: { tls: { cert_file: 'server.pem', key_file: 'server-key.pem' } },
  elsewhere: { tls: { cert_file: 'elsewhere.pem', key_file: 'elsewhere-key.pem' } },
  mutual: { tls: { cert_file: 'server.pem', key_file: 'server-key.pem', ca_file: 'ca.pem', verify: true } },
} as const
type Broker = keyof typeof BROKERS

const TOKEN = { TOKEN: 'token-of-a-test' }
const CLIENT = { ...TOKEN, CA: 'ca.pem', CERT: 'client.pem', KEY: 'client-key.pem' }

/** Variables by the end of their names; those that name a file of ours name it there. */
type Variables = Readonly<Record<string, string>>

const RIGHT: readonly (readonly [Broker, scheme: string, Variables])[] = [
  ['users', 'nats', { USER: 'me', PASSWORD_FILE: 'password' }],
  ['users', 'nats', { NKEY: 'seed' }],
  ['accounts', 'nats', { CREDS: 'user.creds' }],
  ['tls', 'tls', { ...TOKEN, CA: 'ca.pem' }],
  ['tls', 'nats', { ...TOKEN, CA: 'ca.pem' }],
  ['mutual', 'tls', CLIENT],
]

const WRONG: readonly (readonly [Broker, scheme: string, Variables, message: RegExp])[] = [
  ['token', 'nats', {}, /expected credentials, which this broker asks for \(SLA_HARNESS_NATS_TOKEN, /],
  ['token', 'nats', { TOKEN: 'wrong' }, /lets in the token of SLA_HARNESS_NATS_TOKEN, got: Authorization Violation$/],
  ['users', 'nats', TOKEN, /lets in the token of SLA_HARNESS_NATS_TOKEN, got/],
  [
    'users',
    'nats',
    { USER: 'me', PASSWORD_FILE: 'wrong-password' },
    /lets in the user of SLA_HARNESS_NATS_USER and SLA_HARNESS_NATS_PASSWORD_FILE \(\S+wrong-password\), got/,
  ],
  ['users', 'nats', { NKEY: 'wrong-seed' }, /lets in the nkey of SLA_HARNESS_NATS_NKEY \(\S+wrong-seed\), got/],
  ['accounts', 'nats', { CREDS: 'wrong.creds' }, /lets in the user of SLA_HARNESS_NATS_CREDS \(\S+wrong\.creds\), got/],
  ['token', 'tls', TOKEN, /expected a broker that speaks TLS, as tls:\/\/ asks for, got/],
  ['token', 'nats', { ...TOKEN, CA: 'ca.pem' }, /speaks TLS, as SLA_HARNESS_NATS_CA \(\S+\) asks for, got/],
  ['tls', 'tls', TOKEN, /an authority that is known here \(SLA_HARNESS_NATS_CA names a file with others\), got/],
  ['tls', 'tls', { ...TOKEN, CA: 'other-ca.pem' }, /an authority of SLA_HARNESS_NATS_CA \(\S+other-ca\.pem\), got/],
  ['tls', 'tls', { TOKEN: 'wrong', CA: 'ca.pem' }, /lets in the token of SLA_HARNESS_NATS_TOKEN, got/],
  [
    'elsewhere',
    'tls',
    { ...TOKEN, CA: 'ca.pem' },
    /a certificate that is for the host of this address, got: .*127\.0\.0\.1/,
  ],
  [
    'mutual',
    'tls',
    { ...TOKEN, CA: 'ca.pem' },
    /wants no certificate of ours \(SLA_HARNESS_NATS_CERT and .*_KEY name one\), got: an alert of TLS: \w/,
  ],
  [
    'mutual',
    'tls',
    { ...CLIENT, CERT: 'wrong-client.pem', KEY: 'wrong-client-key.pem' },
    /accepts the certificate of SLA_HARNESS_NATS_CERT \(\S+wrong-client\.pem\), got: an alert of TLS: \w/,
  ],
]

describeReal('credentials', ['nats-server'], ({ 'nats-server': binary }) => {
  let folder: string
  const brokers = new Map<Broker, NatsServer>()

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'credentials-'))
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text)
    const inFolder = (_: string, value: unknown) =>
      typeof value === 'string' && value.endsWith('.pem') ? join(folder, value) : value
    const started = Object.entries(BROKERS).map(async ([name, settings]) => {
      const absolute = { ...settings, ...JSON.parse(JSON.stringify(settings, inFolder)) }
      brokers.set(name as Broker, await NatsServer.start(binary, absolute))
    })
    await Promise.all(started)
  })
  afterAll(async () => {
    await Promise.all([...brokers.values()].map((broker) => broker.stop()))
    rmSync(folder, { recursive: true })
  })

  const joining = async (broker: Broker, scheme: string, variables: Variables) => {
    const server = brokers.get(broker)
    if (server === undefined) throw new Error(`expected a broker ${broker}, got none`)
    const named = Object.entries(variables).map(([name, value]) => [
      `SLA_HARNESS_NATS_${name}`,
      value in FILES ? join(folder, value) : value,
    ])
    const address = parseJoinAddress(server.url.replace('nats', scheme))
    return { server, address, credentials: await readCredentials(Object.fromEntries(named)) }
  }

  it.concurrent.each(RIGHT)('let a run through: %s, %s, %j', async (broker, scheme, variables) => {
    const { server, ...options } = await joining(broker, scheme, variables)
    const run = `${broker}-${scheme}-${Object.keys(variables)[0]}`
    const service = await new ChaosServer().start()
    const agent = startAgent(server, 'a', { ...options, run })
    const coordinator = await coordinate(server, { ...options, run })
    try {
      await coordinator.begin(run, 1)
      const plan = loadPlan(service.url, { phases: [openPhase({ rate: 100, durationSeconds: 0.1 })] })
      expect((await runLoad(plan, HOOKS, coordinator.links(true)).result).problems).toEqual([])
    } finally {
      await coordinator.close()
      await service.kill()
    }
    expect(await agent.ended).toBe('released')
    expect(service.requests).toHaveLength(10)
  })

  it.concurrent.each(WRONG)(
    'are named where they are wrong: %s, %s, %j',
    async (broker, scheme, variables, message) => {
      const { server, ...options } = await joining(broker, scheme, variables)
      await expect(coordinate(server, { ...options, patienceSeconds: 300 })).rejects.toThrow(message)
      expect(await startAgent(server, 'a', options).ended).toMatch(message)
    },
  )

  it.concurrent('are shown nowhere: not by what is said, nor to those who list processes', async () => {
    const { server } = await joining('token', 'nats', {})
    const secret = 'another-token-of-a-test'
    const options = { cwd: tmpdir(), env: { SLA_HARNESS_NATS_TOKEN: secret } }
    const agent = startCli(['generator', '--join', server.url], options)
    const seen = readdirSync('/proc').flatMap((pid) => commandLine(pid))
    const ends = await Promise.all([
      agent.result,
      runCli(['scenario', 'steady', '--generators', '1', '--join', server.url], options),
    ])
    for (const { code, stdout, stderr } of ends) {
      expect(code).toBe(2)
      expect(stderr).toContain('expected a broker that lets in the token of SLA_HARNESS_NATS_TOKEN')
      expect(stdout + stderr).not.toContain(secret)
    }
    expect(seen.join('\n')).toContain('generator\0--join')
    expect(seen.join('\n')).not.toContain(secret)
  })
})

function commandLine(pid: string): string[] {
  try {
    return /^\d+$/.test(pid) ? [readFileSync(`/proc/${pid}/cmdline`, 'utf8')] : []
  } catch {
    return []
  }
}
