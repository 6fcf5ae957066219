// How long a user waits: for an answer that needs no run, and for the first request of one.

import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compiledEntry, packageRoot } from '../../core/compiled-entry.ts'
import { compareCalmly, medianOf } from '../machine/compare-calmly.ts'
import { hasProgram, outcomeOf } from '../machine/programs.ts'
import { scenarioText } from '../peers/run-harness.ts'
import { aboutRounds, type Benchmark, figure, goal, table } from '../results/section.ts'

const CLI = [process.execPath, compiledEntry('cli')]
const AUTOCANNON = [process.execPath, join(packageRoot, 'node_modules', 'autocannon', 'autocannon.js')]

/** To their end, in seconds. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  'node -e 0': [process.execPath, '-e', '0'],
  'autocannon --version': [...AUTOCANNON, '--version'],
  '--version': [...CLI, '--version'],
  'scenario nosuch': [...CLI, 'scenario', 'nosuch'],
}

/** Up to the first byte of their first request. */
const FIRST_REQUESTS: Readonly<Record<string, (url: string, scenario: string) => readonly string[]>> = {
  'autocannon: first request': (url) => [...AUTOCANNON, '-c', '1', '-d', '1', url],
  ...(hasProgram('wrk') ? { 'wrk: first request': (url: string) => ['wrk', '-t1', '-c1', '-d1s', url] } : {}),
  ...(hasProgram('hey') ? { 'hey: first request': (url: string) => ['hey', '-z', '1s', '-c', '1', url] } : {}),
  'scenario: first request': (_url, scenario) => [...CLI, 'scenario', scenario, '--quiet', '--out', `${scenario}.run`],
}

export const startUp: Benchmark = {
  name: 'start-up',
  async run(extent, say) {
    say('start-up')
    const names = [...Object.keys(COMMANDS), ...Object.keys(FIRST_REQUESTS)]
    const rounds = { ...extent, rounds: 3 * extent.rounds }
    const comparison = await compareCalmly(names, rounds, async (name) => {
      const command = COMMANDS[name]
      return command ? (await outcomeOf(command)).seconds : untilFirstRequest(name)
    })
    const of = (name: string) => medianOf(comparison, (measured) => measured.get(name))
    const within = (most: number) => [`< ${most} s`, (seconds: number) => seconds < most] as const
    const shown = (seconds: number) => `${seconds.toFixed(2)} s`
    return {
      title: 'Start-up',
      lines: [
        'Seconds, median. A command to its end, or to the first byte of its first request at a server in the same machine.',
        '',
        ...table(
          ['command', 's'],
          names.map((name) => [name, figure(of(name), 3)]),
        ),
        aboutRounds(comparison),
        '',
      ],
      goals: [
        goal('`--version`', within(0.2), of('--version'), shown),
        goal('`scenario nosuch`', within(0.2), of('scenario nosuch'), shown),
        goal('command to first request', within(0.4), of('scenario: first request'), shown),
      ],
    }
  },
}

async function untilFirstRequest(name: string): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'sla-harness-bench-start-'))
  let firstMs = Number.NaN
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('data', () => {
      if (Number.isNaN(firstMs)) firstMs = performance.now()
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const address = server.address()
    const url = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}/`
    const scenario = join(folder, 'start.yaml')
    await writeFile(scenario, scenarioText({ url, engine: 'auto', traffic: { users: 1 }, seconds: 1 }))
    const command = FIRST_REQUESTS[name]?.(url, scenario) ?? []
    const startedMs = performance.now()
    const { stderr } = await outcomeOf(command)
    if (Number.isNaN(firstMs)) throw new Error(`no request came: ${stderr.slice(-200)}`)
    return (firstMs - startedMs) / 1e3
  } finally {
    for (const socket of sockets) socket.destroy()
    server.close()
    await rm(folder, { recursive: true, force: true })
  }
}
