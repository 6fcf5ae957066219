// A machine on which things hang, and whose clock jumps: the program ends when it is told to, and runs end on time.

import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../core/compiled-entry.ts'
import { inTemporaryFolder, startCli } from '../support/run-cli.ts'

interface Silence {
  readonly port: number
  /** Resolves when somebody has connected. */
  readonly reached: Promise<void>
  close(): void
}

/** Accepts connections and says nothing. */
async function silence(): Promise<Silence> {
  const sockets = new Set<Socket>()
  let reach = () => {}
  const reached = new Promise<void>((resolve) => {
    reach = resolve
  })
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}))
    reach()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  return { port: (server.address() as AddressInfo).port, reached, close }
}

const LOAD =
  'load: { arrivals: constant, timeout: 60s, phases: [{ name: only, for: 3s, rate: 20 }] }\nsla: [p95 < 5s]\n'
const RULES = `groups: [{ name: g, rules: [{ alert: Slow, expr: 'histogram_quantile(0.95, rate(model_latency_seconds_bucket[2s])) > 4' }] }]\n`
const WATCHED = `prometheus: { rules: rules.yml, scrapeInterval: 500ms, evaluationInterval: 500ms }\nalerts: { Slow: never }\n`

/** A second in which nothing happens is long for somebody who has pressed Ctrl-C twice. */
const PATIENCE_SECONDS = 2

describe.concurrent('a second Ctrl-C ends the program', () => {
  it.each<[string, (port: number) => string, string[]]>([
    [
      'while a metrics page hangs',
      (port) =>
        `target: { url: 'http://127.0.0.1:${port}', metrics: { url: 'http://127.0.0.1:${port}', histogram: h } }\n`,
      [],
    ],
    ['while a Prometheus hangs', () => WATCHED, ['--prometheus', 'http://127.0.0.1:PORT']],
    ['while the service hangs', (port) => `target: { url: 'http://127.0.0.1:${port}' }\n`, []],
  ])('%s', { timeout: 30_000 }, async (_, keys, flags) => {
    const hanging = await silence()
    try {
      await inTemporaryFolder(async (cwd) => {
        writeFileSync(join(cwd, 'rules.yml'), RULES)
        writeFileSync(join(cwd, 'hangs.yaml'), `name: hangs\n${keys(hanging.port)}${LOAD}`)
        const named = flags.map((flag) => flag.replace('PORT', String(hanging.port)))
        const cli = startCli(['scenario', 'hangs.yaml', '--out', 'run', ...named], { cwd })
        await hanging.reached
        cli.process.kill('SIGINT')
        await cli.said(/Ctrl-C again leaves at once/)
        const toldAt = performance.now()
        const exited = once(cli.process, 'exit').then(() => performance.now())
        cli.process.kill('SIGINT')
        expect(((await exited) - toldAt) / 1e3).toBeLessThan(PATIENCE_SECONDS)
        const { code, leftBehind } = await cli.result
        expect([code, leftBehind]).toEqual([130, []])
      })
    } finally {
      hanging.close()
    }
  })
})

describe.concurrent('a wall clock that jumps during the run', () => {
  it.each([30, -30])('by %d days: the run ends on time, with its report', { timeout: 60_000 }, async (days) => {
    await inTemporaryFolder(async (cwd) => {
      writeFileSync(join(cwd, 'rules.yml'), RULES)
      writeFileSync(join(cwd, 'jumps.yaml'), `name: jumps\n${WATCHED}${LOAD}`)
      const jumping = join(packageRoot, 'test', 'hostile', 'clock-that-jumps.mjs')
      const env = { NODE_OPTIONS: `--import ${jumping}`, JUMP_DAYS: String(days) }
      const { code, stderr } = await startCli(['scenario', 'jumps.yaml', '--out', 'run'], { cwd, env }).result
      expect([0, 3], stderr).toContain(code)
      const { load, run, server } = JSON.parse(readFileSync(join(cwd, 'run', 'report.json'), 'utf8'))
      expect([load.total.offered, load.total.completed]).toEqual([60, 60])
      expect(run.durationSeconds).toBeLessThan(10)
      expect(server.scrapes.succeeded).toBeGreaterThan(4)
    })
  })
})

describe.concurrent('a machine without a folder for temporary files', () => {
  it('ends a run that needs one as bad usage, and leaves nothing', { timeout: 30_000 }, async () => {
    await inTemporaryFolder(async (cwd) => {
      writeFileSync(join(cwd, 'rules.yml'), RULES)
      writeFileSync(join(cwd, 'short.yaml'), `name: short\n${WATCHED}${LOAD}`)
      const env = { TMPDIR: join(cwd, 'nowhere') }
      const args = ['scenario', 'short.yaml', '--out', 'run', '--prometheus', 'local']
      const { code, stderr, leftBehind } = await startCli(args, { cwd, env }).result
      expect([code, leftBehind, existsSync(join(cwd, 'run'))]).toEqual([2, [], false])
      expect(stderr).toMatch(
        /^TMPDIR: expected a folder for temporary files that can be written to, got .*nowhere \(ENOENT\)$/m,
      )
    })
  })
})
