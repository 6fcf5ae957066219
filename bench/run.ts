// Measures every goal beside its peers in the same run, and writes bench/RESULTS.md.
//
// With --smoke it only tries whether every benchmark runs: one round, nothing discarded, nothing written.
//
//   npm run bench [-- --rounds 5] [--seconds 4] [--attempts 4] [--blame-runs 200] [--out FILE] [names: closed-loop open-loop …]

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { packageRoot } from '../core/compiled-entry.ts'
import { blame } from './goals/blame.ts'
import { closedLoop } from './goals/closed-loop.ts'
import { fidelity } from './goals/fidelity.ts'
import { growth } from './goals/growth.ts'
import { openLoop } from './goals/open-loop.ts'
import { startUp } from './goals/start-up.ts'
import { machine } from './machine/machine.ts'
import { installedPrograms } from './machine/programs.ts'
import { resultsPage } from './results/results-page.ts'
import type { Benchmark, Section } from './results/section.ts'
import { removeReferencePrograms } from './services/reference-programs.ts'

const BENCHMARKS: readonly Benchmark[] = [startUp, closedLoop, openLoop, fidelity, growth, blame]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    attempts: { type: 'string', default: '4' },
    'blame-runs': { type: 'string', default: '200' },
    smoke: { type: 'boolean', default: false },
    out: { type: 'string', default: join(packageRoot, 'bench', 'RESULTS.md') },
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

const sections: Section[] = []
try {
  for (const benchmark of chosen) {
    const section = await benchmark.run(extent, (line) => process.stderr.write(`${benchmark.name}: ${line}\n`))
    process.stdout.write(`## ${section.title}\n\n${section.lines.join('\n')}\n`)
    sections.push(section)
  }
} finally {
  await removeReferencePrograms()
}
if (values.smoke) {
  process.stderr.write('--smoke: nothing was discarded, so the figures mean nothing and are not written\n')
  process.exit(0)
}
const surroundings = { date: new Date(), machine: machine(), programs: await installedPrograms() }
await writeFile(values.out, resultsPage(sections, surroundings, extent))
process.stderr.write(`written: ${values.out}\n`)
