// What `npm pack` publishes: nothing that a user does not run or read; and its instrumentation as users get it, out of the
// packed tarball, beside frameworks of their own.

import { execFileSync, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packageRoot } from '../core/compiled-entry.ts'
import { inTemporaryFolder } from './support/run-cli.ts'

/** What reads reports checks them with the schema, and counts latencies. */
const COMMANDS_OVER_REPORTS = ['commander', 'zod', 'hdr-histogram-js', 'pako', 'base64-js', '@assemblyscript/loader']

const PEERS = ['express', 'fastify', 'prom-client', 'typescript', '@types/node', '@types/express']

const USE = `
const express = expressLatency({ thresholdSeconds: 0.3, registry: new Registry() })
const app = Express().use(express.middleware).get('/users/:id', (_, response) => response.send('x'))
const fastify = Fastify()
const registry = new Registry()
fastify.register(fastifyLatency, { thresholdSeconds: 0.3, registry })
fastify.get('/users/:id', async () => 'x')
const server = app.listen(0, '127.0.0.1', async () => {
  await fetch('http://127.0.0.1:' + server.address().port + '/users/1')
  await fastify.inject('/users/1')
  const pages = [await express.registry.metrics(), await registry.metrics()]
  console.log(pages.map((page) => /_count\\{(.*)\\} 1/.exec(page)?.[1]).join(' '))
  server.close()
})
`

const COUNTED = 'method="GET",route="/users/:id",status="2xx"'

let files: readonly string[] = []

/** A project that has the package, and whose peers are its own. */
const folder = mkdtempSync(join(tmpdir(), 'packed-'))
afterAll(() => rmSync(folder, { recursive: true }))

beforeAll(() => {
  const modules = join(folder, 'node_modules')
  mkdirSync(join(modules, 'sla-harness'), { recursive: true })
  const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: packageRoot,
    encoding: 'utf8',
  })
  const [{ filename, files: held }] = JSON.parse(packed)
  files = held.map(({ path }: { path: string }) => path)
  execFileSync('tar', ['-xzf', join(folder, filename), '--strip-components=1', '-C', join(modules, 'sla-harness')])
  mkdirSync(join(modules, '@types'))
  for (const peer of PEERS) symlinkSync(join(packageRoot, 'node_modules', peer), join(modules, peer))
})

describe('the published package', () => {
  it('holds no TypeScript source, no test, no benchmark and no build script', () => {
    const unwanted = files.filter((file) =>
      /(?<!\.d)\.ts$|^(test|bench|scripts|dist\/(bench|development|action))\//.test(file),
    )
    expect(unwanted).toEqual([])
  })

  it.each([
    'LICENSE',
    'README.md',
    'CHANGELOG.md',
    'dist/cli.js',
    'dist/index.d.ts',
    'dist/instrumentation/express.js',
    'dist/instrumentation/fastify.d.ts',
    'dist/load/generator/worker.js',
    'dist/server/process/main.js',
    'dist/prometheus/local/programs/guard.js',
    'dist/THIRD-PARTY-LICENSES.md',
    'dist/reports/html/client/page.js',
    'dist/reports/html/client/text-page.js',
    'scenarios/steady.yaml',
    'scenarios/scenario.schema.json',
    'prometheus/rules/latency.rules.yml',
    'prometheus/prometheus.yml',
    'prometheus/grafana/dashboard.json',
    'reports/report.schema.json',
    'reports/backtest.schema.json',
    'reports/drill.schema.json',
    'docs/glossary.md',
  ])('holds %s', (file) => {
    expect(files).toContain(file)
  })

  it('has types that TypeScript before 5.7 reads: typed arrays had no parameter there', () => {
    const declarations = files.filter((file) => file.endsWith('.d.ts'))
    expect(declarations).toContain('dist/index.d.ts')
    const generic = /\b(?:(?:Big)?(?:Int|Uint)(?:8|16|32|64)(?:Clamped)?|Float(?:32|64))Array<|\bBuffer</
    expect(declarations.filter((file) => generic.test(readFileSync(join(packageRoot, file), 'utf8')))).toEqual([])
  })

  it('exports only files that it holds', () => {
    const { exports, bin } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'))
    const targets = [...Object.values(exports), ...Object.values(bin)].flatMap((target) =>
      typeof target === 'string' ? [target] : Object.values(target as Record<string, string>),
    )
    expect(targets.length).toBeGreaterThan(3)
    expect(targets.map((target) => target.replace(/^\.\//, '')).filter((target) => !files.includes(target))).toEqual([])
  })
})

describe('the types of the published package', () => {
  it('import what ships, and of others only Node, dependencies, and the peers of a process of the user', () => {
    const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'))
    const declarations = files.filter((file) => file.endsWith('.d.ts'))
    const imported = declarations.flatMap((file) => importsOf(file))
    expect(declarations.length).toBeGreaterThan(10)
    const others = imported.filter((name) => !files.includes(name) && !name.startsWith('node:'))
    expect(others.filter((name) => !Object.hasOwn({ ...dependencies, ...peerDependencies }, name))).toEqual([])
  })
})

/** Of files of the package the path in it, of others the name. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(packageRoot, file), 'utf8')
  return [...text.matchAll(/(?:\bfrom|\bimport\()\s*['"]([^'"]+)['"]/g)].map(([, name = '']) =>
    name.startsWith('.') ? join(dirname(file), name).replace(/\.[jt]s$/, '.d.ts') : name,
  )
}

describe('the instrumentation in the packed tarball', () => {
  it('is imported by a module', () => {
    const imports = `import Express from 'express'
import Fastify from 'fastify'
import { Registry } from 'prom-client'
import { expressLatency } from 'sla-harness/express'
import { fastifyLatency } from 'sla-harness/fastify'
`
    expect(run('app.mjs', imports + USE)).toBe(`${COUNTED} ${COUNTED}\n`)
  })

  it('is required by CommonJS', () => {
    const requires = `const Express = require('express')
const Fastify = require('fastify')
const { Registry } = require('prom-client')
const { expressLatency } = require('sla-harness/express')
const { fastifyLatency } = require('sla-harness/fastify')
`
    expect(run('app.cjs', requires + USE)).toBe(`${COUNTED} ${COUNTED}\n`)
  })

  it('has types that fit those of Express, Fastify and prom-client, in full strictness', () => {
    writeFileSync(
      join(folder, 'app.mts'),
      `import express from 'express'
import Fastify from 'fastify'
import { createServer } from 'node:http'
import { Registry } from 'prom-client'
import { expressLatency, type LatencyLabels } from 'sla-harness/express'
import { fastifyLatency } from 'sla-harness/fastify'

const seen: LatencyLabels[] = []
const latency = expressLatency({ thresholdSeconds: [0.3, 1], alsoObserve: (_seconds: number, labels) => seen.push(labels) })
express().get('/metrics', latency.metrics).use(latency.middleware)
createServer(latency.metrics)
await Fastify().register(fastifyLatency, { boundsSeconds: [0.3, 1], registry: new Registry(), metricsPath: '/metrics' })
// @ts-expect-error seconds are numbers
expressLatency({ thresholdSeconds: '300ms' })
`,
    )
    const compiler = join(packageRoot, 'node_modules', '.bin', 'tsc')
    const options = [
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2023',
      '--types',
      'node',
      '--skipLibCheck',
      'app.mts',
    ]
    expect(execFileSync(compiler, options, { cwd: folder, encoding: 'utf8' })).toBe('')
  })

  it.each(['express', 'fastify'])('is small for %s, and brings no package of its own', (name) => {
    const script = readFileSync(
      join(folder, 'node_modules', 'sla-harness', 'dist', 'instrumentation', `${name}.js`),
      'utf8',
    )
    const imported = [...script.matchAll(/^import .* from "(.*)";$/gm)].map(([, module]) => module)
    expect([...new Set(imported)]).toEqual(['prom-client'])
    expect(script.length).toBeLessThan(20_000)
  })
})

function run(file: string, text: string): string {
  writeFileSync(join(folder, file), text)
  return execFileSync(process.execPath, [file], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  })
}

describe('the bundle', () => {
  it('comes with the licence of every package that is in it', () => {
    const licenses = readFileSync(join(packageRoot, 'dist', 'THIRD-PARTY-LICENSES.md'), 'utf8')
    const shipped = files.filter((file) => file.endsWith('.js.map')).map((file) => join(packageRoot, file))
    const packages = new Set(shipped.flatMap(sourcesOf).flatMap((source) => packageOf(source) ?? []))
    expect([...packages]).toEqual(expect.arrayContaining(['autocannon', 'express', 'undici', 'zod']))
    expect([...packages, 'uplot'].filter((name) => !licenses.includes(`\n## ${name} `))).toEqual([])
    const texts = licenses.split(/^## .*$/m).slice(1)
    expect(texts.filter((text) => !/copyright|\(c\)|public domain|apache license/i.test(text))).toEqual([])
  })

  it('has no file of more than 2 MB', () => {
    const chunks = readdirSync(join(packageRoot, 'dist', 'chunks')).filter((name) => name.endsWith('.js'))
    const sizes = chunks.map((name) => readFileSync(join(packageRoot, 'dist', 'chunks', name)).length)
    expect(Math.max(...sizes)).toBeLessThan(2e6)
  })

  it.each([
    { args: ['--version'], packages: ['commander'], atMost: 20 },
    { args: ['--help'], packages: ['commander'], atMost: 20 },
    { args: ['scenario', 'nosuch'], packages: ['commander'], atMost: 55 },
    { args: ['history', '--runs', 'nowhere'], packages: COMMANDS_OVER_REPORTS, atMost: 60 },
  ])('loads for $args only $packages, in at most $atMost files', async ({ args, packages, atMost }) => {
    const scripts = await loadedScripts(args)
    const loaded = new Set(scripts.flatMap((file) => sourcesOf(`${file}.map`)).flatMap((file) => packageOf(file) ?? []))
    expect([...loaded].filter((name) => !packages.includes(name))).toEqual([])
    expect(scripts.length).toBeLessThanOrEqual(atMost)
  })
})

/** The scripts of ours that a command loads, as V8 counts them. */
async function loadedScripts(args: readonly string[]): Promise<string[]> {
  return inTemporaryFolder(async (folder) => {
    const env = { ...process.env, NODE_V8_COVERAGE: folder }
    spawnSync(process.execPath, [join(packageRoot, 'dist', 'cli.js'), ...args], { cwd: folder, env })
    const urls = readdirSync(folder).flatMap((name): string[] =>
      JSON.parse(readFileSync(join(folder, name), 'utf8')).result.map(({ url }: { url: string }) => url),
    )
    const scripts = urls.filter((url) => url.startsWith('file:')).map((url) => fileURLToPath(url))
    expect(scripts).toContain(join(packageRoot, 'dist', 'cli.js'))
    return scripts
  })
}

/** What went into a bundled file, relative to the root. */
function sourcesOf(map: string): string[] {
  if (!existsSync(map)) return []
  const { sources }: { readonly sources: readonly string[] } = JSON.parse(readFileSync(map, 'utf8'))
  return sources.map((source) => relative(packageRoot, resolve(dirname(map), source)))
}

function packageOf(source: string): string | null {
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? null
}
