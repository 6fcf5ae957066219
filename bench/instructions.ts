// Guards the hot paths by the instructions that they take, which no neighbour changes. valgrind counts those of Node with
// V8 in one thread and in a fixed order (`--predictable`), optimised code included: twice the same repeats to one in ten
// thousand. The difference between once and twice the repetitions, each after a warm-up and a swept heap, leaves out
// Node's start and V8's compiling.
// Counts belong to a version of Node: with another they are shown and not judged.
//
//   node dist/bench/instructions.js [--update]     exits with 1 if one takes more than bench/instructions.json allows

import { readFile, writeFile } from 'node:fs/promises'
import { arch } from 'node:os'
import { join } from 'node:path'
import { compiledEntry, packageRoot } from '../core/compiled-entry.ts'
import { HOT_PATHS, type HotPath } from './hot-paths/hot-paths.ts'
import { judgeInstructions, type KnownInstructions } from './hot-paths/judge-instructions.ts'
import { hasProgram, outcomeOf } from './machine/programs.ts'

const FILE = join(packageRoot, 'bench', 'instructions.json')
const VALGRIND = ['valgrind', '--tool=callgrind', '--callgrind-out-file=/dev/null']
const PREDICTABLE = ['--predictable', '--single-threaded', '--hash-seed=1', '--random-seed=1']
/** V8 sizes its young generation by the machine's memory, and collects garbage at other instants on another machine. */
const FIXED_HEAP = ['--expose-gc', '--min-semi-space-size=64', '--max-semi-space-size=64', '--no-memory-reducer']

async function instructions(name: string, repetitions: number): Promise<number> {
  const script = [compiledEntry('bench/hot-path'), name, `${repetitions}`]
  const { stderr, exitCode } = await outcomeOf([
    ...VALGRIND,
    process.execPath,
    ...PREDICTABLE,
    ...FIXED_HEAP,
    ...script,
  ])
  const counted = Number(/I\s+refs:\s+([\d,]+)/.exec(stderr)?.[1]?.replaceAll(',', ''))
  if (exitCode !== 0 || !(counted > 0)) throw new Error(`${name}: valgrind did not count: ${stderr.slice(-400)}`)
  return counted
}

async function perUnit(name: string, { repetitions, units }: HotPath): Promise<number> {
  const [once, twice] = await Promise.all([instructions(name, repetitions), instructions(name, 2 * repetitions)])
  return Math.round((twice - once) / (repetitions * units))
}

const here = { node: process.versions.node, arch: arch() }
if (!hasProgram('valgrind')) {
  process.stdout.write('valgrind is not installed: the instructions of the hot paths are not counted\n')
} else {
  const counted: Record<string, number> = {}
  for (const [name, path] of Object.entries(HOT_PATHS)) counted[name] = await perUnit(name, path)
  const known: KnownInstructions = JSON.parse(await readFile(FILE, 'utf8'))
  if (process.argv.includes('--update')) {
    await writeFile(FILE, `${JSON.stringify({ ...known, ...here, instructions: counted }, null, 2)}\n`)
  }
  const { lines, isSlower } = judgeInstructions(known, { ...here, instructions: counted })
  for (const line of lines) process.stdout.write(`${line}\n`)
  process.exitCode = isSlower && !process.argv.includes('--update') ? 1 : 0
}
