// Finds Prometheus, Alertmanager, promtool and the NATS server: configured in the environment, or found on PATH.

import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import type { Environment } from '../../../core/environment.ts'
import { UserError } from '../../../core/user-error.ts'

export type Program = 'prometheus' | 'alertmanager' | 'promtool' | 'nats-server'

const PROGRAMS = {
  prometheus: { names: ['prometheus'], variable: 'SLA_HARNESS_PROMETHEUS_BIN' },
  // Debian's name comes first, because another program may be called alertmanager there.
  alertmanager: { names: ['prometheus-alertmanager', 'alertmanager'], variable: 'SLA_HARNESS_ALERTMANAGER_BIN' },
  promtool: { names: ['promtool'], variable: 'SLA_HARNESS_PROMTOOL_BIN' },
  'nats-server': { names: ['nats-server'], variable: 'SLA_HARNESS_NATS_SERVER_BIN' },
} as const satisfies Record<Program, { names: readonly string[]; variable: string }>

const PROMETHEUS_PACKAGES = `On Debian and Ubuntu:
  sudo apt-get install prometheus prometheus-alertmanager
Elsewhere: https://prometheus.io/download/`

const HOW_TO_INSTALL: Readonly<Record<Program, string>> = {
  prometheus: PROMETHEUS_PACKAGES,
  alertmanager: PROMETHEUS_PACKAGES,
  promtool: PROMETHEUS_PACKAGES,
  'nats-server': `On Debian and Ubuntu:
  sudo apt-get install nats-server
Elsewhere: https://github.com/nats-io/nats-server/releases`,
}

/**
 * The absolute path of the program.
 * @throws UserError where the configured path is not executable, or no program is found; it says how to install one
 */
export function findBinary(program: Program, environment: Environment): string {
  const { names, variable } = PROGRAMS[program]
  const configured = environment[variable]
  if (configured !== undefined && configured !== '') {
    const path = resolve(configured)
    if (isExecutable(path)) return path
    throw new UserError(`${variable}: expected an executable file, got ${configured}`)
  }
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const found = names.flatMap((name) => folders.map((folder) => resolve(join(folder, name)))).find(isExecutable)
  if (found !== undefined) return found
  throw new UserError(
    `${program}: expected it on PATH (as ${names.join(' or ')}) or in ${variable}, found none\n${HOW_TO_INSTALL[program]}`,
  )
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
