// The files that arguments of a command mean: names, folders, and patterns where a shell has not expanded them.
//   rules/            the .yml, .yaml and .json files in it and below
//   'rules/*.yml'     the files that match
//   'lag*'            where no file matches: the scenarios whose names do

import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../../core/user-error.ts'
import { globExpression, globFolder, isGlob } from './glob.ts'

export interface MeantFile {
  readonly path: string
  /** False where a folder or a pattern brought it, so that it may be something else altogether. */
  readonly isNamed: boolean
}

const EXTENSIONS = /\.(?:ya?ml|json)$/
const SKIPPED = new Set(['node_modules', '.git'])

/** @param scenarios the names of those that can be run here @throws UserError where a pattern or a folder brings nothing */
export async function expandPatterns(
  patterns: readonly string[],
  scenarios: readonly string[] = [],
): Promise<readonly MeantFile[]> {
  const meant = new Map<string, MeantFile>()
  for (const pattern of patterns)
    for (const file of await meantBy(pattern, scenarios)) if (!meant.has(file.path)) meant.set(file.path, file)
  return [...meant.values()]
}

async function meantBy(pattern: string, scenarios: readonly string[]): Promise<readonly MeantFile[]> {
  const entry = await stat(pattern).catch(() => null)
  if (entry?.isDirectory()) {
    const files = (await filesBelow(pattern)).filter((path) => EXTENSIONS.test(path))
    if (files.length > 0) return files.map((path) => ({ path, isNamed: false }))
    throw new UserError(`${pattern}: expected a folder with .yml, .yaml or .json files, got none`)
  }
  if (entry !== null || !isGlob(pattern)) return [{ path: pattern, isNamed: true }]
  const files = await matching(pattern)
  if (files.length > 0) return files.map((path) => ({ path, isNamed: false }))
  const named = scenarios.filter((name) => globExpression(pattern).test(name))
  if (named.length > 0) return named.map((path) => ({ path, isNamed: true }))
  throw new UserError(`${pattern}: expected a pattern that files match, got none`)
}

async function matching(pattern: string): Promise<readonly string[]> {
  const expression = globExpression(pattern.replace(/^(?:\.\/+)+/, ''))
  // Without a slash it is about names in this folder, and what lies deeper need not be read.
  const isFlat = !pattern.replace(/^(?:\.\/+)+/, '').includes('/')
  const found = isFlat ? await filesIn('.') : await filesBelow(globFolder(pattern))
  return found.filter((path) => expression.test(path))
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries.flatMap((entry) => (entry.isDirectory() ? [] : entry.name)).sort()
}

/** In the order of their names. */
async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const sorted = [...entries].sort((a, b) => (a.name < b.name ? -1 : 1))
  const found = await Promise.all(
    sorted.map(async (entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : filesBelow(path)
      return [path]
    }),
  )
  return found.flat()
}
