// The instrumentation as its users get it: out of the packed tarball, beside frameworks of their own.

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packageRoot } from '../../../core/compiled-entry.ts'

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

const folder = mkdtempSync(join(tmpdir(), 'instrumented-'))
afterAll(() => rmSync(folder, { recursive: true }))

beforeAll(() => {
  const modules = join(folder, 'node_modules')
  mkdirSync(join(modules, 'sla-harness'), { recursive: true })
  const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: packageRoot,
    encoding: 'utf8',
  })
  const tarball = join(folder, JSON.parse(packed)[0].filename)
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', join(modules, 'sla-harness')])
  mkdirSync(join(modules, '@types'))
  for (const peer of PEERS) symlinkSync(join(packageRoot, 'node_modules', peer), join(modules, peer))
})

function run(file: string, text: string): string {
  writeFileSync(join(folder, file), text)
  return execFileSync(process.execPath, [file], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  })
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
