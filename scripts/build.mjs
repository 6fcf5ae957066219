// Compiles the sources to dist/, unless dist/ was compiled from exactly these sources. Everything that runs compiled code
// in this repository (npm scripts, tests, benchmarks) comes through here, so that a run is always what the sources say.
// Plain JavaScript, because it runs before anything is compiled. The published package does not contain it.

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const DIST = join(ROOT, 'dist')
const FINGERPRINT = 'sources.sha256'

/** What is no source of dist/: everything else that ends in .ts, .css or .mjs is. */
const NOT_COMPILED = new Set(['node_modules', 'dist', 'test', 'docs', 'coverage', 'runs'])

/** Compiles if any source differs from those that dist/ was compiled from. @returns whether it compiled */
export function build() {
  const fingerprint = fingerprintOfSources()
  if (isCompiledFrom(fingerprint)) return false
  compile(fingerprint)
  return true
}

function isCompiledFrom(fingerprint) {
  const file = join(DIST, FINGERPRINT)
  return existsSync(file) && readFileSync(file, 'utf8') === fingerprint
}

// Into a folder of its own first: what another process is running meanwhile stays whole, and nothing of a source that was
// moved or deleted is left behind.
function compile(fingerprint) {
  process.stderr.write('compiling the sources to dist/\n')
  const fresh = mkdtempSync(join(ROOT, 'dist-'))
  try {
    run('tsc', ['-p', 'tsconfig.build.json', '--outDir', fresh])
    run('esbuild', [
      ...['reports/html/client/page.ts', 'reports/html/client/page.css', '--bundle', '--minify'],
      ...['--legal-comments=none', '--charset=utf8', '--target=es2022,chrome123,firefox120,safari17.5'],
      `--banner:js=${licenseOf('uplot')}`,
      ...[`--outdir=${join(fresh, 'reports/html/client')}`, '--log-level=warning'],
    ])
    writeFileSync(join(fresh, FINGERPRINT), fingerprint)
    replaceDist(fresh)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

/** Every page carries a copy of the package's code, so it carries its license text too. */
function licenseOf(name) {
  const text = readFileSync(join(ROOT, 'node_modules', name, 'LICENSE'), 'utf8').trim()
  return `/*! This page contains ${name}.\n\n${text}\n*/`
}

function replaceDist(fresh) {
  const old = `${fresh}.old`
  if (existsSync(DIST)) renameSync(DIST, old)
  try {
    renameSync(fresh, DIST)
  } catch (error) {
    // Another build was faster: its dist/ is there. Ours is as good, and goes over it.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    cpSync(fresh, DIST, { recursive: true })
  }
  rmSync(old, { recursive: true, force: true })
}

function run(program, args) {
  const stdio = ['ignore', 2, 2]
  execFileSync(join(ROOT, 'node_modules/.bin', program), args, { cwd: ROOT, stdio })
}

function fingerprintOfSources() {
  const hash = createHash('sha256')
  for (const file of [...sourcesIn('.'), 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'])
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(ROOT, file)))
      .update('\0')
  return hash.digest('hex')
}

function sourcesIn(folder) {
  const entries = readdirSync(join(ROOT, folder), { withFileTypes: true })
  return entries
    .filter(({ name }) => !NOT_COMPILED.has(name) && !name.startsWith('.') && !name.startsWith('dist-'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return sourcesIn(path)
      return /\.(ts|css|mjs)$/.test(entry.name) ? [path] : []
    })
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    build()
  } catch (error) {
    // The compiler has said what is wrong.
    process.exitCode = typeof error.status === 'number' ? error.status || 1 : 70
    if (typeof error.status !== 'number') throw error
  }
}
