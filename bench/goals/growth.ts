// What grows with the length of a run: memory, the report's folder, its page, and the time that comparing layouts takes.

import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compiledEntry } from '../../core/compiled-entry.ts'
import { LatencyHistogram } from '../../core/latency/latency-histogram.ts'
import { writeLatencyLog } from '../../core/latency/latency-log.ts'
import { randomStream, standardNormal } from '../../core/random.ts'
import { type Comparison, compareCalmly, medianOf } from '../machine/compare-calmly.ts'
import { readEndedChildrenSeconds } from '../machine/cpu-account.ts'
import { growthPerMinute } from '../machine/process-watch.ts'
import { outcomeOf } from '../machine/programs.ts'
import { type HarnessOutcome, runHarness } from '../peers/run-harness.ts'
import { aboutRounds, type Benchmark, type Extent, figure, goal, type Section, table } from '../results/section.ts'
import { startService } from '../services/start-service.ts'

const RATE = 2000
const LENGTHS_SECONDS = [10, 60]

export const growth: Benchmark = {
  name: 'growth',
  async run(extent, say) {
    const parts = [await runsOfLengths(extent, say), await hourOfLayouts(extent, say)]
    return {
      title: 'Growth',
      lines: parts.flatMap(({ lines }) => lines),
      goals: parts.flatMap(({ goals }) => goals),
    }
  },
}

type Part = Omit<Section, 'title'>

interface Growth {
  readonly peakMegabytes: number
  /** Of the resident set over the second half of the run. */
  readonly slopeMegabytesPerMinute: number
  readonly folderKilobytes: number
  readonly pageKilobytes: number
}

async function runsOfLengths(extent: Extent, say: (line: string) => void): Promise<Part> {
  const service = await startService({ headers: 8 })
  try {
    say(`${RATE}/s over ${LENGTHS_SECONDS.join(' and ')} s`)
    const lengths = new Map(LENGTHS_SECONDS.map((seconds) => [`${seconds} s`, seconds]))
    const comparison = await compareCalmly([...lengths.keys()], { ...extent, rounds: 1 }, (name) =>
      runHarness({ url: service.url, engine: 'auto', traffic: { rate: RATE }, seconds: lengths.get(name) ?? 0 }, grown),
    )
    return { lines: growthTable(comparison), goals: growthGoals(comparison) }
  } finally {
    await service.stop()
  }
}

async function grown({ residentBytes, folder }: HarnessOutcome): Promise<Growth> {
  const half = residentBytes.slice(residentBytes.length >> 1)
  const sizes = await Promise.all(
    (await readdir(folder)).map(async (name) => [name, (await stat(join(folder, name))).size] as const),
  )
  return {
    peakMegabytes: residentBytes.reduce((most, { value }) => Math.max(most, value), 0) / 1e6,
    slopeMegabytesPerMinute: growthPerMinute(half.map(({ atMs, value }) => [atMs / 1e3, value / 1e6])),
    folderKilobytes: sizes.reduce((sum, [, size]) => sum + size, 0) / 1e3,
    pageKilobytes: (sizes.find(([name]) => name === 'report.html')?.[1] ?? Number.NaN) / 1e3,
  }
}

function growthTable(comparison: Comparison<Growth>): string[] {
  const rows = LENGTHS_SECONDS.map((seconds) => {
    const of = (read: (growth: Growth) => number) => figureOf(comparison, `${seconds} s`, read)
    return [
      `${seconds} s`,
      figure(
        of((each) => each.peakMegabytes),
        0,
      ),
      figure(
        of((each) => each.slopeMegabytesPerMinute),
        0,
      ),
      figure(
        of((each) => each.folderKilobytes),
        0,
      ),
      figure(
        of((each) => each.pageKilobytes),
        0,
      ),
    ]
  })
  const head = ['length', 'memory, peak MB', 'slope of its second half, MB a minute', 'folder kB', 'page kB']
  const title = `### A run at ${RATE}/s against a fast server`
  return [title, '', ...table(head, rows), aboutRounds(comparison), '']
}

function figureOf(comparison: Comparison<Growth>, name: string, read: (growth: Growth) => number): number | null {
  return medianOf(comparison, (measured) => {
    const growth = measured.get(name)
    return growth && read(growth)
  })
}

function growthGoals(comparison: Comparison<Growth>) {
  const long = Math.max(...LENGTHS_SECONDS)
  return [
    goal(
      `memory of a run of ${long} s at ${RATE}/s`,
      ['< 150 MB', (megabytes) => megabytes < 150],
      figureOf(comparison, `${long} s`, (each) => each.peakMegabytes),
      (megabytes) => `${megabytes.toFixed(0)} MB`,
    ),
  ]
}

const HOUR_SECONDS = 3600
const OBSERVATIONS = 10_000_000

async function hourOfLayouts(extent: Extent, say: (line: string) => void): Promise<Part> {
  say('layouts on a log of an hour')
  const folder = await mkdtemp(join(tmpdir(), 'sla-harness-bench-hour-'))
  try {
    const log = join(folder, 'hour.hlog')
    await writeFile(log, hourLog())
    const comparison = await compareCalmly(['buckets'], extent, async () => {
      const before = readEndedChildrenSeconds()
      const { seconds, exitCode, stderr } = await outcomeOf([
        process.execPath,
        compiledEntry('cli'),
        'buckets',
        log,
        '--quiet',
      ])
      if (exitCode !== 0) throw new Error(stderr.slice(-200))
      return { seconds, cpuSeconds: readEndedChildrenSeconds() - before }
    })
    const of = (key: 'seconds' | 'cpuSeconds') => medianOf(comparison, (measured) => measured.get('buckets')?.[key])
    return {
      lines: [
        `### \`buckets\` on a log of an hour with ${OBSERVATIONS / 1e6} million observations`,
        '',
        `${figure(of('seconds'))} s, ${figure(of('cpuSeconds'))} s of CPU (median). ${aboutRounds(comparison)}`,
        '',
      ],
      goals: [
        goal(
          '`buckets` on such a log',
          ['≤ 2 s', (value) => value <= 2],
          of('seconds'),
          (value) => `${value.toFixed(2)} s`,
        ),
      ],
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Log-normal around 120 ms, ten times a minute-long lag of 900 ms: an hour with incidents. */
function hourLog(): string {
  const random = randomStream(1, 'bench')
  const histogram = new LatencyHistogram()
  const intervals = Array.from({ length: HOUR_SECONDS }, (_, second) => {
    histogram.reset()
    const lag = second % 360 >= 300 ? 0.9 : 0
    for (let i = 0; i < OBSERVATIONS / HOUR_SECONDS; i++)
      histogram.record(0.12 * Math.exp(0.6 * standardNormal(random)) + lag)
    return { startSeconds: second, endSeconds: second + 1, latencies: histogram.latencies() }
  })
  return writeLatencyLog(new Date(0), [], intervals)
}
