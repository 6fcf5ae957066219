// Starts a Prometheus and an Alertmanager on free loopback ports, and waits until each is ready.

import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { UserError } from '../../core/user-error.ts'
import { QueryApi } from '../api/query-api.ts'
import type { GuardedPrograms } from './programs/guard-programs.ts'
import { exitInFull } from './programs/program-exit.ts'
import type { GuardedProgram } from './programs/program-log.ts'

export interface RunningProgram {
  /** Host and port. */
  readonly address: string
  readonly api: QueryApi
  readonly program: GuardedProgram
}

/** Prometheus 2 and 3 and Alertmanager log the same line. */
const LISTENING = /msg="Listening on".* address=(\S+)/
const READY_WITHIN_SECONDS = 30
const POLL_SECONDS = 0.02

/** @throws UserError with the end of its log where it does not start, such as for a rule file that it rejects */
export async function runPrometheus(
  programs: GuardedPrograms,
  file: string,
  config: string,
  furtherFlags: readonly string[] = [],
): Promise<RunningProgram> {
  const configFile = join(programs.folder, 'prometheus.yml')
  await writeFile(configFile, config, { mode: 0o600 })
  const flags = [
    `--config.file=${configFile}`,
    `--storage.tsdb.path=${join(programs.folder, 'prometheus')}`,
    '--web.listen-address=127.0.0.1:0',
    // A firing alert is sent again at each evaluation, so that its notification is not a minute late.
    '--rules.alert.resend-delay=1s',
    ...furtherFlags,
  ]
  return untilReady(programs.run({ name: 'prometheus', file, arguments: flags }))
}

/** @throws UserError with the end of its log where it does not start */
export async function runAlertmanager(
  programs: GuardedPrograms,
  file: string,
  config: string,
): Promise<RunningProgram> {
  const configFile = join(programs.folder, 'alertmanager.yml')
  await writeFile(configFile, config, { mode: 0o600 })
  await mkdir(join(programs.folder, 'alertmanager'))
  const flags = [
    `--config.file=${configFile}`,
    `--storage.path=${join(programs.folder, 'alertmanager')}`,
    '--web.listen-address=127.0.0.1:0',
    '--cluster.listen-address=',
  ]
  return untilReady(programs.run({ name: 'alertmanager', file, arguments: flags }))
}

async function untilReady(program: GuardedProgram): Promise<RunningProgram> {
  const over = new AbortController()
  const refuse = (message: string) => {
    throw new UserError(message)
  }
  try {
    return await Promise.race([
      ready(program, over.signal),
      program.exited.then((exit) => refuse(exitInFull(exit))),
      delay(READY_WITHIN_SECONDS * 1e3, undefined, { signal: over.signal }).then(() =>
        refuse(`${program.name} was not ready within ${READY_WITHIN_SECONDS} s`),
      ),
    ])
  } finally {
    over.abort()
  }
}

async function ready(program: GuardedProgram, over: AbortSignal): Promise<RunningProgram> {
  // If it exits first, the other promise of the race reports that as a user error.
  const [, address = ''] = await program.line(LISTENING).catch(() => new Promise<never>(() => {}))
  const api = new QueryApi({ baseUrl: `http://${address}` })
  while (!over.aborted && !(await api.isReady())) await delay(POLL_SECONDS * 1e3)
  if (over.aborted) await api.close()
  return { address, api, program }
}

/** The version that the program reports. */
export async function programVersion(file: string): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(file, ['--version']).catch(() => ({ stdout: '', stderr: '' }))
  return /version (\S+)/.exec(stdout + stderr)?.[1] ?? 'of unknown version'
}
