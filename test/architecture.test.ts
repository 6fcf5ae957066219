// The import arrows between the rooms, as an allow-list: whatever is not allowed here fails, with the line to look at.

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../core/compiled-entry.ts'

/** What each room may import besides itself. A room that is not listed here may not exist. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  action: ['core'],
  core: [],
  instrumentation: ['core'],
  server: ['core', 'instrumentation'],
  load: ['core'],
  generators: ['core', 'load'],
  prometheus: ['core'],
  'scenario-file': ['core'],
  analysis: ['core'],
  reports: ['core'],
  draft: ['core'],
  simulation: ['core', 'server', 'load', 'prometheus'],
  harness: [
    'core',
    'server',
    'load',
    'generators',
    'prometheus',
    'simulation',
    'scenario-file',
    'analysis',
    'reports',
    'draft',
  ],
  commands: [
    'core',
    'analysis',
    'harness',
    'server',
    'generators',
    'prometheus',
    'simulation',
    'scenario-file',
    'reports',
  ],
  'cli.ts': ['core', 'commands', 'harness'],
  'index.ts': ['core', 'harness', 'scenario-file', 'reports'],
  site: ['core', 'commands', 'reports'],
  bench: [
    'core',
    'server',
    'load',
    'generators',
    'prometheus',
    'simulation',
    'scenario-file',
    'analysis',
    'reports',
    'harness',
    'index.ts',
  ],
}

/** The files that may import a package. Packages that are not listed may be imported anywhere. */
const PACKAGES: Readonly<Record<string, RegExp>> = {
  '@nats-io': /^generators\//,
  autocannon: /^(load\/connections|bench)\//,
  'hdr-histogram-js': /^core\/latency\/latency-log\.ts$/,
  'prom-client': /^(server|instrumentation)\//,
  express: /^server\//,
  fastify: /^instrumentation\/fastify\.ts$/,
  undici: /^(prometheus|bench)\//,
  '@prometheus-io/lezer-promql': /^prometheus\/promql\//,
  re2js: /^core\/pattern\/compile-re2\.ts$/,
  uplot: /^reports\/html\/client\//,
  '@opentelemetry': /^prometheus\/push\/otlp\//,
  '@clack/prompts': /^commands\/init\//,
  commander: /^(cli\.ts$|commands\/|site\/reference\/)/,
  marked: /^site\/(markdown|html)\//,
}

/** Folders that hold no code of the product. */
const NO_ROOM = new Set(['node_modules', 'dist', 'test', 'docs', 'scenarios', 'scripts', 'coverage'])

const LARGEST_FLAT_FOLDER = 16

interface Import {
  readonly from: string
  readonly line: number
  /** Relative to the root for files of ours, the bare name for packages. */
  readonly to: string
}

function sourceFiles(): string[] {
  const isRoom = (name: string) => !NO_ROOM.has(name) && !name.startsWith('.') && !name.startsWith('dist-')
  return readdirSync(packageRoot, { withFileTypes: true })
    .filter(({ name }) => isRoom(name))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(entry.name) : [entry.name]))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts') && !name.endsWith('.config.ts'))
}

function filesBelow(folder: string): string[] {
  const names = readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' })
  return names.map((name) => join(folder, name))
}

/** Static, side-effect and dynamic imports, and re-exports, over as many lines as they take. */
const IMPORT =
  /^[ \t]*(?:import|export)\b(?:[^'"`;()=]*?\bfrom)?\s*'([^']+)'|\bimport\(\s*'([^']+)'|\bimport\.meta\.resolve\(\s*'([^']+)'/gm

function importsOf(file: string, text: string): Import[] {
  return [...text.matchAll(IMPORT)].map((match) => {
    const specifier = (match[1] ?? match[2] ?? match[3]) as string
    const to = specifier.startsWith('.')
      ? relative(packageRoot, join(packageRoot, dirname(file), specifier))
      : specifier
    return { from: file, line: text.slice(0, match.index).split('\n').length, to }
  })
}

const files = sourceFiles()
const imports = files.flatMap((file) => importsOf(file, readFileSync(join(packageRoot, file), 'utf8')))
const roomOf = (path: string) => path.split('/')[0] as string
const shown = ({ from, line, to }: Import) => `${from}:${line} imports ${to}`
const isOurs = ({ to }: Import) => /\.(ts|json)$/.test(to) && !to.startsWith('node_modules')

describe('the arrows between rooms', () => {
  it('lists every room that exists, and no other', () => {
    expect([...new Set(files.map(roomOf))].sort()).toEqual(Object.keys(ROOMS).sort())
  })

  it.each(Object.entries(ROOMS))('allows %s to import itself and %j only', (room, allowed) => {
    const foreign = imports.filter(
      (each) => roomOf(each.from) === room && isOurs(each) && ![room, ...allowed].includes(roomOf(each.to)),
    )
    expect(foreign.map(shown)).toEqual([])
  })

  it.each(Object.entries(PACKAGES))('allows the package %s in %s only', (name, allowed) => {
    const users = imports.filter(({ to, from }) => (to === name || to.startsWith(`${name}/`)) && !allowed.test(from))
    expect(users.map(shown)).toEqual([])
  })

  it('finds imports in every form', () => {
    const text = `import type { A } from '../core/a.ts'
import {
  b,
  c as d,
} from '../core/b.ts'
import '../core/c.ts'
export * from '../core/d.ts'
export { e } from '../core/e.ts'
const f = await import('../core/f.ts')
const text = "import { g } from '../core/g.ts'"
`
    expect(importsOf('load/x.ts', text).map(({ line, to }) => `${line} ${to}`)).toEqual([
      '1 core/a.ts',
      '2 core/b.ts',
      '6 core/c.ts',
      '7 core/d.ts',
      '8 core/e.ts',
      '9 core/f.ts',
    ])
  })
})

describe('the size of rooms', () => {
  it(`keeps at most ${LARGEST_FLAT_FOLDER} source files flat in a folder`, () => {
    const counts = new Map<string, number>()
    for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1)
    expect([...counts].filter(([, count]) => count > LARGEST_FLAT_FOLDER)).toEqual([])
  })
})

describe('the mirror of tests', () => {
  it('names every test after the source file or folder that it tests, or keeps it in an across/ folder there', () => {
    const sources = new Set(files.flatMap((file) => [file.replace(/\.ts$/, ''), ...foldersAbove(file)]))
    const tests = filesBelow('test')
      .filter(
        (file) =>
          file.endsWith('.test.ts') &&
          !/^test\/(end-to-end|hostile|docs|examples|containers|support|architecture|package)/.test(file),
      )
      .map((file) => file.slice('test/'.length).replace(/\.test\.ts$/, ''))
    const isAcross = (name: string) => sources.has(dirname(dirname(name))) && dirname(name).endsWith('/across')
    expect(tests.filter((name) => !sources.has(name) && !isAcross(name))).toEqual([])
  })
})

function foldersAbove(file: string): string[] {
  const folder = dirname(file)
  return folder === '.' ? [] : [folder, ...foldersAbove(folder)]
}
