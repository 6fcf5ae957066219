// Where scenarios are found by name: `scenarios/` of the working directory, the working directory, the harness's own.

import { type Dirent, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** File by name (the file's name without its ending). An earlier folder hides a later one's file of the same name. */
export function scenarioFiles(cwd: string, bundledFolder: string): Map<string, string> {
  const files = new Map<string, string>()
  for (const folder of [join(cwd, 'scenarios'), cwd, bundledFolder])
    for (const entry of entriesOf(folder)) {
      const name = /^(.+)\.ya?ml$/.exec(entry.name)?.[1]
      if (name !== undefined && !entry.isDirectory() && !files.has(name)) files.set(name, join(folder, entry.name))
    }
  return files
}

/**
 * The names to offer to a user. Other YAML files lie in a working directory as well (a compose file, say): those of its
 * own folder must have the keys that every scenario has.
 */
export function offeredNames(files: ReadonlyMap<string, string>, cwd: string): string[] {
  return [...files]
    .filter(([, file]) => dirname(file) !== resolve(cwd) || looksLikeScenario(file))
    .map(([name]) => name)
    .sort()
}

function looksLikeScenario(file: string): boolean {
  try {
    const text = readFileSync(file, 'utf8')
    return /^name:/m.test(text) && /^load:/m.test(text)
  } catch {
    return false
  }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    // A folder that is not there, or may not be read, holds no scenarios.
    return []
  }
}
