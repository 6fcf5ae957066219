// Finds scenarios by name: in `scenarios/` of the working directory, in the working directory, in the harness's own folder.

import { type Dirent, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** Files by name, which is the file's name without its ending. A file in an earlier folder hides one of a later folder. */
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
 * The names to offer to a user. A working directory also holds other YAML files, such as a compose file: a file there is
 * offered only where it has the keys that every scenario has.
 */
export function offeredNames(files: ReadonlyMap<string, string>, cwd: string): string[] {
  return [...files]
    .filter(([, file]) => dirname(file) !== resolve(cwd) || looksLikeScenario(file))
    .map(([name]) => name)
    .sort()
}

/** Whether it has the keys that every scenario has. */
export function looksLikeScenario(file: string): boolean {
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
    // A folder that is missing or cannot be read holds no scenarios.
    return []
  }
}
