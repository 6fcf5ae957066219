// Loads a scenario from the disk, by its name or its path.

import { isUtf8 } from 'node:buffer'
import { readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { packageRoot } from '../core/compiled-entry.ts'
import { readFailure } from '../core/file/read-failure.ts'
import type { Scenario } from '../core/scenario/scenario.ts'
import { didYouMean } from '../core/text/nearest-word.ts'
import { shownPath } from '../core/text/shown-path.ts'
import { UserError } from '../core/user-error.ts'
import type { KindOfFile } from './check-references.ts'
import { offeredNames, scenarioFiles } from './scenario-files.ts'

export interface ScenarioPlaces {
  /** The working directory. */
  readonly cwd: string
  /** The folder of the scenarios that come with the harness. */
  readonly bundledFolder?: string
}

export const BUNDLED_FOLDER = join(packageRoot, 'scenarios')

/**
 * A path contains a `/` or ends in `.yaml` or `.yml`. Anything else is a name, which is looked up in `scenarios/`, in the
 * working directory, and among the scenarios that come with the harness, in this order.
 * @throws UserError where there is no such scenario, ScenarioError where it has mistakes
 */
export async function loadScenario(nameOrPath: string, places: ScenarioPlaces): Promise<Scenario> {
  const file = isPath(nameOrPath) ? resolve(places.cwd, nameOrPath) : fileOfName(nameOrPath, places)
  return readScenario(file, places.cwd)
}

/** @throws UserError where the file cannot be read, ScenarioError where it has mistakes */
export async function readScenario(file: string, cwd: string): Promise<Scenario> {
  const shownAs = shownPath(file, cwd)
  const text = readText(file, shownAs)
  // Loaded only for a file that is there: the parser and the schema are most of what there is to load.
  const { parseScenario } = await import('./parse-scenario.ts')
  const { columnsOf } = await import('./columns-of.ts')
  return parseScenario({
    text,
    file,
    shownAs,
    kindOfFile: (path) => kindOfFile(resolve(dirname(file), path)),
    columnsOf: (path) => columnsOf(resolve(dirname(file), path)),
  })
}

function isPath(nameOrPath: string): boolean {
  return /[/\\]|\.ya?ml$/.test(nameOrPath)
}

/** The file of a scenario that is named. @throws UserError with the names that there are */
export function fileOfName(name: string, places: ScenarioPlaces): string {
  const files = scenarioFiles(places.cwd, places.bundledFolder ?? BUNDLED_FOLDER)
  const file = files.get(name)
  if (file !== undefined) return file
  const known = offeredNames(files, places.cwd)
  throw new UserError(
    `expected the name or path of a scenario (${known.join(', ')}), got ${JSON.stringify(name)}${didYouMean(name, known)}`,
  )
}

function readText(file: string, shownAs: string): string {
  try {
    return decoded(readFileSync(file), shownAs)
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError(`${shownAs}: expected a scenario file, got ${readFailure(error)}`, { cause: error })
  }
}

function decoded(bytes: Buffer, shownAs: string): string {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  if (!isUtf16 && isUtf8(bytes)) return bytes.toString('utf8')
  throw new UserError(`${shownAs}:1: expected text in UTF-8, got ${isUtf16 ? 'UTF-16' : 'other bytes'}`)
}

/** Whatever is no folder can be read as a file, such as a pipe. */
function kindOfFile(path: string): KindOfFile {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file'
  } catch {
    return 'missing'
  }
}
