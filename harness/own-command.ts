// How this program is called where it stands. Every hint and every replay line comes from here, so that it is a command
// that exists there: an npm script in the project's own folder, `npx sla-harness` in a project that depends on it.

import { realpathSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { packageRoot } from '../core/compiled-entry.ts'
import type { Environment } from '../core/environment.ts'
import { shownPath } from '../core/text/shown-path.ts'

export interface OwnCommand {
  /** What goes before the subcommand. */
  readonly call: string
  /** npm takes flags for its own unless `--` stands before them. */
  readonly isNpmScript: boolean
}

export interface Surroundings {
  /** The folder with the harness's package.json. */
  readonly packageRoot: string
  readonly cwd: string
  readonly environment: Environment
  /** The path without links; null where nothing is there. */
  realPath(path: string): string | null
}

export function ownCommand(surroundings: Surroundings = here()): OwnCommand {
  const { packageRoot, cwd, environment } = surroundings
  if (cwd === packageRoot) {
    const calledFrom = environment.npm_package_json === join(packageRoot, 'package.json') ? environment.INIT_CWD : cwd
    const isInside = calledFrom === undefined || `${calledFrom}/`.startsWith(`${packageRoot}/`)
    return { call: isInside ? 'npm run' : `npm --prefix ${shellWord(packageRoot)} run`, isNpmScript: true }
  }
  if (isDependency(cwd, surroundings)) return { call: 'npx sla-harness', isNpmScript: false }
  if (isOnPath(surroundings)) return { call: 'sla-harness', isNpmScript: false }
  const entry = shownPath(join(packageRoot, 'dist', 'cli.js'), cwd)
  return { call: `node ${shellWord(entry)}`, isNpmScript: false }
}

/** @param flags as they are to be typed */
export function commandLine(
  { call, isNpmScript }: OwnCommand,
  subcommand: string,
  argument: string,
  flags: readonly string[] = [],
): string {
  const before = isNpmScript && flags.length > 0 ? ['--'] : []
  return [call, subcommand, argument, ...before, ...flags].join(' ')
}

/** A word as a shell reads it. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

function here(): Surroundings {
  return {
    packageRoot,
    cwd: process.cwd(),
    environment: process.env,
    realPath(path) {
      try {
        return realpathSync(path)
      } catch {
        return null
      }
    },
  }
}

/** Whether npx finds this very package from the folder, linked or not. */
function isDependency(folder: string, surroundings: Surroundings): boolean {
  const found = surroundings.realPath(join(folder, 'node_modules', 'sla-harness'))
  if (found !== null) return found === surroundings.packageRoot
  const parent = dirname(folder)
  return parent !== folder && isDependency(parent, surroundings)
}

function isOnPath({ packageRoot, environment, realPath }: Surroundings): boolean {
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const first = folders.map((folder) => realPath(join(folder, 'sla-harness'))).find((found) => found !== null)
  return first === join(packageRoot, 'dist', 'cli.js')
}
