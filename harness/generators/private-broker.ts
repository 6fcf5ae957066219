// A broker and generators on this machine, for one command: nothing of them is left when that ends, however it ends.

import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compiledEntry } from '../../core/compiled-entry.ts'
import type { Environment } from '../../core/environment.ts'
import { registerOwnSecret } from '../../core/secrets/secrets.ts'
import { UserError } from '../../core/user-error.ts'
import { type BrokerCredentials, CREDENTIAL_VARIABLES } from '../../generators/broker/credentials.ts'
import { type JoinAddress, parseJoinAddress } from '../../generators/broker/join-address.ts'
import { serverConfig } from '../../generators/broker/server-config.ts'
import { findBinary } from '../../prometheus/local/programs/find-binary.ts'
import { type GuardedPrograms, guardPrograms } from '../../prometheus/local/programs/guard-programs.ts'
import type { ProgramExit } from '../../prometheus/local/programs/program-exit.ts'

export interface PrivateBroker {
  readonly address: JoinAddress
  readonly credentials: BrokerCredentials
  /** Starts a generator of this machine that joins it. @param onExit called where it ends before the broker is stopped */
  startGenerator(name: string, run: string, onExit: (exit: ProgramExit) => void): void
  /** Resolves where the broker ends by itself. */
  readonly exited: Promise<ProgramExit>
  stop(): Promise<void>
}

/** @throws UserError where there is no such program, or it does not start; it says how to install one */
export async function startPrivateBroker(environment: Environment): Promise<PrivateBroker> {
  const binary = findBinary('nats-server', environment)
  const programs = await guardPrograms()
  try {
    return await startedIn(programs, binary, environment)
  } catch (error) {
    await programs.stop()
    throw error
  }
}

async function startedIn(programs: GuardedPrograms, binary: string, environment: Environment): Promise<PrivateBroker> {
  const token = randomBytes(24).toString('hex')
  registerOwnSecret(token)
  const config = join(programs.folder, 'nats-server.conf')
  await writeFile(config, serverConfig({ folder: programs.folder, token }), { mode: 0o600 })
  const server = programs.run({ name: 'nats-server', file: binary, arguments: ['-c', config] })
  const listening = await server.line(/Listening for client connections on (127\.0\.0\.1:\d+)/).catch((cause) => {
    throw new UserError(`nats-server: expected it to start, got: ${cause.message}`, { cause })
  })
  const address = parseJoinAddress(`nats://${listening[1]}`)
  let isStopping = false
  return {
    address,
    credentials: { login: { kind: 'token', token, from: 'this command' }, tls: null },
    startGenerator: (name, run, onExit) => {
      const generator = programs.run({
        name: `generator ${name}`,
        file: process.execPath,
        arguments: [compiledEntry('cli'), 'generator', '--join', address.shown, '--run', run, '--name', name],
        environment: { ...withoutCredentials(environment), SLA_HARNESS_NATS_TOKEN: token },
      })
      void generator.exited.then((exit) => !isStopping && onExit(exit))
    },
    exited: server.exited,
    stop: () => {
      isStopping = true
      return programs.stop()
    },
  }
}

/** Credentials of another broker are of no use to this one, and two kinds are refused. */
function withoutCredentials(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !CREDENTIAL_VARIABLES.includes(name)))
}
