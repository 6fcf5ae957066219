// Makes dist/ from the sources, unless it was made from exactly these: bundled JavaScript (bundle.mjs), type declarations,
// the script of the HTML page, and the licences of what was bundled. Everything that runs from dist/ in this repository
// (npm scripts, tests, benchmarks) comes through here, so that a run is always what the sources say. Plain JavaScript,
// because it runs before anything is compiled. The published package does not contain it.

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const DIST = join(ROOT, 'dist')
const FINGERPRINT = 'sources.sha256'

/** What is no source of dist/: everything else that ends in .ts, .css or .mjs is. */
const NOT_COMPILED = new Set(['node_modules', 'dist', 'test', 'docs', 'coverage', 'runs'])

/** Builds if any source differs from those that dist/ was made from. @returns whether it did */
export async function build() {
  const fingerprint = fingerprintOfSources()
  if (isMadeFrom(fingerprint)) return false
  await make(fingerprint)
  return true
}

function isMadeFrom(fingerprint) {
  const file = join(DIST, FINGERPRINT)
  return existsSync(file) && readFileSync(file, 'utf8') === fingerprint
}

// Into a folder of its own first: what another process is running meanwhile stays whole, and nothing of a source that was
// moved or deleted is left behind.
async function make(fingerprint) {
  process.stderr.write('compiling the sources to dist/\n')
  const fresh = mkdtempSync(join(ROOT, 'dist-'))
  const types = join(fresh, 'types')
  try {
    // The bundler is loaded here, because a build that is up to date does not need it.
    const { bundle, bundlePage } = await import('./bundle.mjs')
    const { thirdPartyLicenses } = await import('./third-party-licenses.mjs')
    const { copyReachableTypes } = await import('./published-types.mjs')
    const [files, pageFiles] = await allDone([
      bundle(ROOT, fresh),
      bundlePage(ROOT, join(fresh, 'reports/html/client')),
      compilerRun(['-p', 'tsconfig.build.json', '--outDir', types]),
    ])
    copyReachableTypes(types, fresh)
    rmSync(types, { recursive: true })
    writeFileSync(join(fresh, 'THIRD-PARTY-LICENSES.md'), thirdPartyLicenses(ROOT, [...files, ...pageFiles]))
    writeFileSync(join(fresh, FINGERPRINT), fingerprint)
    replaceDist(fresh)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

/** As Promise.all, but nothing is still being written when it rejects. */
async function allDone(promises) {
  await Promise.allSettled(promises)
  return Promise.all(promises)
}

function compilerRun(args) {
  return new Promise((resolve, reject) => {
    const compiler = spawn(join(ROOT, 'node_modules/.bin/tsc'), args, { cwd: ROOT, stdio: ['ignore', 2, 2] })
    compiler.once('error', reject)
    compiler.once('exit', (status) =>
      status === 0
        ? resolve()
        : reject(Object.assign(new Error('the sources do not compile'), { status: status ?? 1 })),
    )
  })
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
    await build()
  } catch (error) {
    // The compiler has said what is wrong.
    process.exitCode = typeof error.status === 'number' ? error.status || 1 : 70
    if (typeof error.status !== 'number') throw error
  }
}
