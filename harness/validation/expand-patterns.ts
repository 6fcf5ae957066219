// The files that arguments of a command mean: names, folders, and patterns where a shell has not expanded them.
//   rules/            the .yml, .yaml and .json files in it and below
//   'rules/*.yml'     *, ? and {a,b} within a name, ** over folders

import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../../core/user-error.ts'

export interface MeantFile {
  readonly path: string
  /** False where a folder or a pattern brought it, so that it may be something else altogether. */
  readonly isNamed: boolean
}

const EXTENSIONS = /\.(?:ya?ml|json)$/
const SKIPPED = new Set(['node_modules', '.git'])

/** @throws UserError where a pattern or a folder brings no file */
export async function expandPatterns(patterns: readonly string[]): Promise<readonly MeantFile[]> {
  const meant = new Map<string, MeantFile>()
  for (const pattern of patterns)
    for (const file of await filesOf(pattern)) if (!meant.has(file.path)) meant.set(file.path, file)
  return [...meant.values()]
}

async function filesOf(pattern: string): Promise<readonly MeantFile[]> {
  const entry = await stat(pattern).catch(() => null)
  if (entry !== null && !entry.isDirectory()) return [{ path: pattern, isNamed: true }]
  if (entry === null && !/[*?{]/.test(pattern)) return [{ path: pattern, isNamed: true }]
  const found =
    entry === null ? await matching(pattern) : (await filesBelow(pattern)).filter((path) => EXTENSIONS.test(path))
  if (found.length > 0) return found.map((path) => ({ path, isNamed: false }))
  const what = entry === null ? 'a pattern that files match' : 'a folder with .yml, .yaml or .json files'
  throw new UserError(`${pattern}: expected ${what}, got none`)
}

async function matching(pattern: string): Promise<readonly string[]> {
  const expression = new RegExp(`^${source(pattern.replace(/^\.\//, ''))}$`)
  const start = /^[^*?{]*\//.exec(pattern)?.[0] ?? '.'
  return (await filesBelow(start)).filter((path) => expression.test(path))
}

function source(pattern: string): string {
  return pattern.replace(/\*\*\/|\*\*|\*|\?|\{[^{}]*\}|[\\^$.|+()[\]{}]/g, (token) => {
    if (token === '**/') return '(?:.*/)?'
    if (token === '**') return '.*'
    if (token === '*') return '[^/]*'
    if (token === '?') return '[^/]'
    return token.startsWith('{') && token.length > 1
      ? `(?:${token.slice(1, -1).split(',').map(source).join('|')})`
      : `\\${token}`
  })
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
