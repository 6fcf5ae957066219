// The scenarios that arguments of `list` mean: names, patterns of names, files, folders, and patterns of files.

import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { shownPath } from '../../core/text/shown-path.ts'
import { type ListedScenario, listFile, listScenarios } from '../../scenario-file/list-scenarios.ts'
import { BUNDLED_FOLDER, fileOfName } from '../../scenario-file/load-scenario.ts'
import { looksLikeScenario, offeredNames, scenarioFiles } from '../../scenario-file/scenario-files.ts'
import { expandPatterns, type MeantFile } from './expand-patterns.ts'
import { globExpression, isGlob } from './glob.ts'

/**
 * Each once, in the order in which the arguments mean them. Other files that a folder or a pattern brings are left out.
 * @param patterns all that can be run by name where there are none
 * @throws UserError where a pattern or a folder brings no file
 */
export async function listMatching(patterns: readonly string[], cwd: string): Promise<readonly ListedScenario[]> {
  if (patterns.length === 0) return listScenarios({ cwd })
  const named = scenarioFiles(cwd, BUNDLED_FOLDER)
  const meant = new Map<string, string>()
  for (const pattern of patterns)
    for (const [name, file] of await meantBy(pattern, named, cwd)) if (!meant.has(file)) meant.set(file, name)
  return Promise.all([...meant].map(([file, name]) => listFile(name, file, cwd)))
}

type Named = readonly [name: string, file: string]

async function meantBy(pattern: string, named: ReadonlyMap<string, string>, cwd: string): Promise<readonly Named[]> {
  const expression = globExpression(pattern)
  const names = offeredNames(named, cwd).filter((name) => expression.test(name))
  if (names.length > 0) return names.map((name) => [name, named.get(name) as string])
  const isPath = isGlob(pattern) || /[/.]/.test(pattern) || existsSync(pattern)
  if (!isPath) return [[pattern, fileOfName(pattern, { cwd })]]
  const files = await expandPatterns([pattern])
  return files.filter(isScenario).map(({ path }) => withName(resolve(cwd, path), named, cwd))
}

function isScenario({ path, isNamed }: MeantFile): boolean {
  return isNamed || (/\.ya?ml$/.test(path) && looksLikeScenario(path))
}

/** What runs it: its name where it has one here, otherwise its path. */
function withName(file: string, named: ReadonlyMap<string, string>, cwd: string): Named {
  const known = [...named].find(([, each]) => each === file)
  return known ?? [shownPath(file, cwd), file]
}
