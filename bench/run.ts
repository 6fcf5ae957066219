// Measures every goal beside its peers in the same run, and writes bench/RESULTS.md. Named benchmarks alone are measured
// anew; the page keeps what bench/results.json has of the others.
//
// With --smoke it only tries whether every benchmark runs: one round, nothing discarded, nothing written.
//
//   npm run bench [-- --rounds 5] [--seconds 4] [--attempts 4] [--blame-runs 200] [--folder DIR] [names: closed-loop open-loop …]

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { packageRoot } from '../core/compiled-entry.ts'
import { blame } from './goals/blame.ts'
import { closedLoop } from './goals/closed-loop.ts'
import { drill } from './goals/drill.ts'
import { fidelity } from './goals/fidelity.ts'
import { generators } from './goals/generators.ts'
import { growth } from './goals/growth.ts'
import { hourPage } from './goals/hour-page.ts'
import { openLoop } from './goals/open-loop.ts'
import { processes } from './goals/processes.ts'
import { profile } from './goals/profile.ts'
import { startUp } from './goals/start-up.ts'
import { twin } from './goals/twin.ts'
import { workers } from './goals/workers.ts'
import { machine } from './machine/machine.ts'
import { installedPrograms } from './machine/programs.ts'
import { type MeasuredSection, withEarlierSections } from './results/measured-section.ts'
import { resultsPage } from './results/results-page.ts'
import type { Benchmark } from './results/section.ts'
import { removeReferencePrograms } from './services/reference-programs.ts'

const BENCHMARKS: readonly Benchmark[] = [
  startUp,
  closedLoop,
  profile,
  openLoop,
  workers,
  processes,
  generators,
  fidelity,
  growth,
  hourPage,
  blame,
  twin,
  drill,
]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    attempts: { type: 'string', default: '4' },
    'blame-runs': { type: 'string', default: '200' },
    smoke: { type: 'boolean', default: false },
    folder: { type: 'string', default: join(packageRoot, 'bench') },
  },
})
const unknown = positionals.filter((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name))
if (unknown.length > 0) {
  const known = BENCHMARKS.map(({ name }) => name).join(', ')
  process.stderr.write(`expected names of benchmarks (${known}), got ${unknown.join(', ')}\n`)
  process.exit(2)
}
const extent = {
  rounds: values.smoke ? 1 : Number(values.rounds),
  seconds: Number(values.seconds),
  attempts: Number(values.attempts),
  blameRuns: Number(values['blame-runs']),
  smoke: values.smoke,
}
const chosen = BENCHMARKS.filter(({ name }) => positionals.length === 0 || positionals.includes(name))

const resultsFile = join(values.folder, 'results.json')
const measured: MeasuredSection[] = []
try {
  for (const benchmark of chosen) {
    const section = await benchmark.run(extent, (line) => process.stderr.write(`${benchmark.name}: ${line}\n`))
    process.stdout.write(`## ${section.title}\n\n${section.lines.join('\n')}\n`)
    measured.push({
      name: benchmark.name,
      measuredAt: new Date().toISOString(),
      machine: machine(),
      extent,
      ...section,
    })
    if (!extent.smoke) await writeResults()
  }
} finally {
  await removeReferencePrograms()
}
if (extent.smoke)
  process.stderr.write('--smoke: nothing was discarded, so the figures mean nothing and are not written\n')

/** After each benchmark, so that one that is interrupted leaves what was measured before it. */
async function writeResults(): Promise<void> {
  const names = BENCHMARKS.map(({ name }) => name)
  const sections = withEarlierSections(measured, await earlierSections(), names)
  const surroundings = { machine: machine(), programs: await installedPrograms() }
  await writeFile(resultsFile, `${JSON.stringify(sections, null, 2)}\n`)
  await writeFile(join(values.folder, 'RESULTS.md'), resultsPage(sections, surroundings))
  process.stderr.write(`written: ${join(values.folder, 'RESULTS.md')}\n`)
}

async function earlierSections(): Promise<MeasuredSection[]> {
  try {
    return JSON.parse(await readFile(resultsFile, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
