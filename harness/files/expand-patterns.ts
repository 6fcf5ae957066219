// The files that arguments of a command mean: names, folders, and patterns where a shell has not expanded them.
//   rules/            the .yml, .yaml and .json files in it and below
//   'rules/*.yml'     the files that match
//   'lag*'            where no file matches: the scenarios whose names do

import { readdir, stat } from 'node:fs/promises'
import { join, posix } from 'node:path'
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
  // As the paths that are found are written: rules//*.yml and ./rules/*.yml are rules/*.yml.
  const plain = posix.normalize(pattern)
  const expression = globExpression(plain)
  // Without a slash it is about names in this folder, and what lies deeper need not be read.
  const found = plain.includes('/') ? await filesBelow(globFolder(plain)) : await filesIn('.')
  return found.filter((path) => expression.test(path))
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await entriesOf(folder)
  return entries.flatMap(({ name, isFolder }) => (isFolder ? [] : name))
}

/** In the order of their names. Links to folders are not followed, for they may lead back. */
async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await entriesOf(folder)
  const found = await Promise.all(
    entries.map(async ({ name, isFolder, isLink }) => {
      const path = join(folder, name)
      if (isFolder) return isLink || SKIPPED.has(name) ? [] : filesBelow(path)
      return [path]
    }),
  )
  return found.flat()
}

interface Entry {
  readonly name: string
  readonly isFolder: boolean
  readonly isLink: boolean
}

/** By name. A folder that cannot be read has none. */
async function entriesOf(folder: string): Promise<readonly Entry[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const sorted = [...entries].sort((a, b) => (a.name < b.name ? -1 : 1))
  return Promise.all(
    sorted.map(async (entry): Promise<Entry> => {
      const { name } = entry
      if (!entry.isSymbolicLink()) return { name, isFolder: entry.isDirectory(), isLink: false }
      const meant = await stat(join(folder, name)).catch(() => null)
      return { name, isFolder: meant?.isDirectory() === true, isLink: true }
    }),
  )
}
