// Where the time of a whole harness at full rate goes, all its threads on one core: what stands in the way of more.

import { readdir, readFile, rm } from 'node:fs/promises'
import { SourceMap, type SourceMapPayload } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packageRoot } from '../../core/compiled-entry.ts'
import { runHarness } from '../peers/run-harness.ts'
import { type Benchmark, figure, table } from '../results/section.ts'
import { startService } from '../services/start-service.ts'

/** Emptied before each run. */
const FOLDER = join(packageRoot, 'dist/bench/profiles')
const CONNECTIONS = 50
const HEADERS = 8

/** V8's own format: samples of nodes, each with the place of its function. */
interface CpuProfile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: CallFrame }[]
  readonly samples: readonly number[]
  /** Before each sample, in µs. */
  readonly timeDeltas: readonly number[]
}

interface CallFrame {
  readonly functionName: string
  readonly url: string
  readonly lineNumber: number
  readonly columnNumber: number
}

export const profile: Benchmark = {
  name: 'profile',
  async run({ seconds }, say) {
    say(`whole harness, raw, ${CONNECTIONS} connections, one core`)
    await rm(FOLDER, { recursive: true, force: true })
    const service = await startService({ headers: HEADERS })
    try {
      const shares = await runHarness(
        {
          url: service.url,
          engine: 'raw',
          traffic: { users: CONNECTIONS },
          seconds: 2 * seconds,
          onOneCore: true,
          flags: ['--cpu-prof', '--cpu-prof-dir', FOLDER],
        },
        () => timeByGroup(FOLDER),
      )
      const total = [...shares.values()].reduce((sum, each) => sum + each, 0)
      // Of ours are those that are named after a folder.
      const ours = [...shares].reduce((sum, [group, share]) => sum + (OURS.test(group) ? share : 0), 0)
      const rows = [...shares]
        .sort(([, a], [, b]) => b - a)
        .filter(([, share]) => share >= SHOWN_SHARE * total)
        .map(([group, share]) => [group, figure((100 * share) / total, 1, '%')])
      return {
        title: 'Where the time goes',
        lines: [
          `Whole harness, engine raw, ${CONNECTIONS} connections, a fast server with ${HEADERS} headers, all threads on one core; V8's sampling profiler, idle time left out.`,
          '',
          ...table(['of the time', 'share'], rows),
          `${figure(100 * (1 - ours / total), 0, '%')} are the kernel's, Node's and V8's; the harness itself has the rest. Were it free, the rate would grow to ${figure(total / (total - ours))} times what it is.`,
          '',
        ],
        goals: [],
      }
    } finally {
      await service.stop()
    }
  },
}

const SHOWN_SHARE = 0.01
const OURS = /^[a-z-]+\/[a-z-]+$|^bundle$/

async function timeByGroup(folder: string): Promise<Map<string, number>> {
  const groups = new Map<string, number>()
  const groupOf = new FrameGroups()
  for (const name of await readdir(folder)) {
    const { nodes, samples, timeDeltas }: CpuProfile = JSON.parse(await readFile(join(folder, name), 'utf8'))
    // It sleeps in Atomics.wait, which the profiler takes for work.
    if (nodes.some(({ callFrame }) => callFrame.url.endsWith('/alarm-worker.js'))) continue
    const byId = new Map<number, string>()
    for (const { id, callFrame } of nodes) byId.set(id, await groupOf.of(callFrame))
    for (const [i, id] of samples.entries()) {
      const group = byId.get(id) ?? IDLE
      if (group !== IDLE) groups.set(group, (groups.get(group) ?? 0) + (timeDeltas[i] ?? 0))
    }
  }
  return groups
}

const IDLE = '(idle)'

/** What V8 names itself, and Node's calls into the kernel. */
const NATIVE: Readonly<Record<string, string>> = {
  '(idle)': IDLE,
  '(root)': IDLE,
  '(garbage collector)': 'garbage collection',
  '(program)': 'kernel, libuv and V8 outside of functions: polling, reading sockets',
  writeBuffer: 'kernel: writing to sockets',
  writev: 'kernel: writing to sockets',
  writeLatin1String: 'kernel: writing to sockets',
}

class FrameGroups {
  readonly #maps = new Map<string, Promise<SourceMap>>()

  async of({ functionName, url, lineNumber, columnNumber }: CallFrame): Promise<string> {
    if (!url.startsWith('file:')) return NATIVE[functionName] ?? 'Node: sockets, timers, messages'
    const file = fileURLToPath(url)
    const map = this.#maps.get(file) ?? readMap(file)
    this.#maps.set(file, map)
    const entry = (await map).findEntry(lineNumber, columnNumber)
    if (!('originalSource' in entry)) return 'bundle'
    const source = relative(packageRoot, resolve(dirname(file), entry.originalSource))
    return source.split('/').slice(0, 2).join('/')
  }
}

async function readMap(file: string): Promise<SourceMap> {
  return new SourceMap(JSON.parse(await readFile(`${file}.map`, 'utf8')) as SourceMapPayload)
}
