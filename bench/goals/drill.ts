// How long do thirty days of a drill take, how much memory, and what does one evaluation of a rule cost: in columns, instant
// by instant as a run evaluates, and in promtool's rule manager, which must find the same states of all alerts.

import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { compiledEntry } from '../../core/compiled-entry.ts'
import { compareCalmly, medianOf } from '../machine/compare-calmly.ts'
import { readEndedChildrenSeconds } from '../machine/cpu-account.ts'
import { hasProgram, outcomeOf, outputOf, pinned, SERVICE_CORE } from '../machine/programs.ts'
import { aboutRounds, type Benchmark, type Extent, figure, goal, type Section, table } from '../results/section.ts'

const DAYS = 30
/** Instant by instant, and in promtool where only its being there is tried. */
const FEW_DAYS = 1
const RULES = 10
/** Each of a quiet month and of one with an incident. */
const SEEDS = 10
const INTERVAL_SECONDS = 15

interface Measured {
  readonly evaluations: number
  readonly cpuSeconds: number
  readonly seconds: number
  readonly peakMegabytes: number | null
}

export const drill: Benchmark = {
  name: 'drill',
  async run(extent, say) {
    const version = await promtoolVersion()
    const days = extent.smoke ? FEW_DAYS : DAYS
    say(`${days} days in columns, ${FEW_DAYS} instant by instant`)
    const ours = await compareCalmly(['columns', 'in order'], extent, (name) =>
      name === 'columns'
        ? daysIn(days, 'columns', version ?? USUAL_VERSION)
        : daysIn(FEW_DAYS, 'inOrder', version ?? USUAL_VERSION),
    )
    const figures = (name: string, of: (measured: Measured) => number | null) =>
      medianOf(ours, (measured) => {
        const each = measured.get(name)
        return each && of(each)
      })
    say(`${SEEDS} seeds of ${days} days over all cores`)
    const overCores = await compareCalmly(['seeds'], extent, () => seedsOf(days, extent.smoke ? 1 : SEEDS))
    const peer = version === null ? null : await inPromtool(days, version, extent, say)
    const ofSeeds = (of: (measured: SeedsMeasured) => number) =>
      medianOf(overCores, (measured) => {
        const each = measured.get('seeds')
        return each ? of(each) : null
      })
    return section(figures, peer, { about: aboutRounds(ours), days, version, ofSeeds })
  },
}

/** The newest dialect, where there is no promtool to agree with. */
const USUAL_VERSION = '3.5.0'

function daysIn(days: number, evaluator: 'columns' | 'inOrder', version: string): Promise<Measured> {
  const command = [process.execPath, compiledEntry('bench/processes/drill-days'), `${days}`, '1', evaluator, version]
  return outputOf(pinned(SERVICE_CORE, command)).then((text) => JSON.parse(text))
}

interface SeedsMeasured {
  readonly months: number
  readonly seconds: number
  readonly cpuSeconds: number
  readonly peakMegabytes: number
}

async function seedsOf(days: number, seeds: number): Promise<SeedsMeasured> {
  const folder = await mkdtemp(join(tmpdir(), 'sla-harness-bench-drill-'))
  try {
    const entry = compiledEntry('bench/processes/drill-seeds')
    const text = await outputOf([process.execPath, entry, `${days}`, `${seeds}`, folder])
    return { months: 2 * seeds, ...JSON.parse(text.trimEnd().split('\n').at(-1) ?? '') }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function promtoolVersion(): Promise<string | null> {
  if (!hasProgram('promtool')) return null
  const { stdout, stderr } = await outcomeOf(['promtool', '--version'])
  return /version (\d+\.\d+\.\d+)/.exec(`${stdout}${stderr}`)?.[1] ?? null
}

/** Once: it takes minutes. @throws Error where it finds other states than we do */
async function inPromtool(
  days: number,
  version: string,
  extent: Extent,
  say: (line: string) => void,
): Promise<Measured | null> {
  say(`${days} days in promtool ${version}`)
  const folder = await mkdtemp(join(tmpdir(), 'sla-harness-bench-drill-'))
  try {
    const entry = compiledEntry('bench/processes/drill-days')
    await outputOf([process.execPath, entry, `${days}`, '1', 'columns', version, '--test', folder])
    const comparison = await compareCalmly(
      ['promtool'],
      { ...extent, rounds: 1, attempts: 1, smoke: true },
      async () => {
        const before = readEndedChildrenSeconds()
        const command = pinned(SERVICE_CORE, ['promtool', 'test', 'rules', join(folder, 'month.test.yml')])
        const { seconds, exitCode, stdout, stderr } = await outcomeOf(command)
        if (exitCode !== 0) throw new Error(`promtool finds other states: ${`${stdout}${stderr}`.slice(0, 300)}`)
        const evaluations = ((days * 86_400) / INTERVAL_SECONDS) * RULES
        return { evaluations, seconds, cpuSeconds: readEndedChildrenSeconds() - before, peakMegabytes: null }
      },
    )
    const [measured] = comparison.rounds
    if (comparison.failures.length > 0) throw new Error(comparison.failures.join('; '))
    return measured?.get('promtool') ?? null
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type Figures = (name: string, of: (measured: Measured) => number | null) => number | null

const microseconds = ({ cpuSeconds, evaluations }: Measured) => (cpuSeconds / evaluations) * 1e6

interface About {
  readonly about: string
  readonly days: number
  readonly version: string | null
  readonly ofSeeds: (of: (measured: SeedsMeasured) => number) => number | null
}

function section(figures: Figures, peer: Measured | null, { about, days, version, ofSeeds }: About): Section {
  const row = (name: string, what: string, length: number) => [
    what,
    `${length}`,
    figure(figures(name, ({ seconds }) => seconds)),
    figure(figures(name, ({ cpuSeconds }) => cpuSeconds)),
    figure(figures(name, microseconds)),
    figure(
      figures(name, ({ peakMegabytes }) => peakMegabytes),
      0,
    ),
  ]
  const rows = [
    row('columns', 'in columns', days),
    row('in order', 'instant by instant', FEW_DAYS),
    ...(peer === null
      ? []
      : [
          [
            `promtool ${version}`,
            `${days}`,
            figure(peer.seconds),
            figure(peer.cpuSeconds),
            figure(microseconds(peer)),
            '–',
          ],
        ]),
  ]
  const ratio = figures('columns', (ours) => (peer === null ? null : microseconds(peer) / microseconds(ours)))
  return {
    title: 'Days of a drill',
    lines: [
      `${RULES} rules every ${INTERVAL_SECONDS} s on a histogram of 12 buckets scraped every ${INTERVAL_SECONDS} s, at 50/s; counts drawn and rules evaluated in one process on one core.`,
      '',
      ...table(['', 'days', 'seconds', 'of CPU', 'µs of CPU an evaluation', 'peak MB'], rows),
      peer === null
        ? 'promtool is not installed.'
        : `promtool's rule manager finds the same states of all alerts at every evaluation; an evaluation in columns takes a ${figure(ratio, 0)}th of its time.`,
      '',
      ...table(
        ['seeds', 'threads', 'months a minute', 'seconds of CPU a month', 'peak MB'],
        [
          [
            `${SEEDS}`,
            `${availableParallelism()}`,
            figure(
              ofSeeds(({ months, seconds }) => (months / seconds) * 60),
              0,
            ),
            figure(ofSeeds(({ months, cpuSeconds }) => cpuSeconds / months)),
            figure(
              ofSeeds(({ peakMegabytes }) => peakMegabytes),
              0,
            ),
          ],
        ],
      ),
      'The same rules as a user drills them, each seed a quiet month and one with an incident, over all cores.',
      '',
      about,
      '',
    ],
    goals: [
      goal(
        `${DAYS} days of ${RULES} rules and 12 buckets`,
        ['< 1 s', (value) => value < 1],
        days === DAYS ? figures('columns', ({ seconds }) => seconds) : null,
        (seconds) => `${seconds.toFixed(2)} s`,
      ),
      goal(
        'memory of it',
        ['< 200 MB', (megabytes) => megabytes < 200],
        days === DAYS ? figures('columns', ({ peakMegabytes }) => peakMegabytes) : null,
        (megabytes) => `${megabytes.toFixed(0)} MB`,
      ),
      goal(
        'memory of several seeds over all cores',
        ['< 200 MB', (megabytes) => megabytes < 200],
        days === DAYS ? ofSeeds(({ peakMegabytes }) => peakMegabytes) : null,
        (megabytes) => `${megabytes.toFixed(0)} MB`,
      ),
    ],
  }
}
