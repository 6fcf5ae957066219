// Every command in the README and the guides can be typed: what calls this program names commands, arguments and flags that
// exist, with values that are accepted; npm scripts exist; everything else stands in a list, with the reason why it is
// not tried here.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { wholeProgram } from '../../../commands/program.ts'
import { packageRoot } from '../../../core/compiled-entry.ts'
import { documentPaths } from '../../../site/documents.ts'
import { documentedCommands, harnessArguments } from '../../support/documented-commands.ts'

const DOCUMENTS = documentPaths(packageRoot).filter((path) => !/^docs\/(decisions|reference)\/|^CHANGELOG/.test(path))
const { scripts } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'))

/** Programs that are not tried, and why. */
const NOT_TRIED: Readonly<Record<string, string>> = {
  npm: 'ci, init, install, pack and test change the machine or take minutes; scripts are held against package.json',
  npx: 'other packages: what they do is theirs, and most of it takes minutes',
  node: 'benchmarks take minutes; one-liners are for reading',
  sudo: 'installs packages of the system',
  apt: 'the same',
  bash: 'runs the whole check of a clean checkout',
  kubectl: 'needs a cluster',
  docker: 'needs an engine',
  buildah: 'needs an image to begin with',
  podman: 'needs an engine',
  git: 'changes a working copy',
  curl: 'asks a service that is not there',
  jq: 'is not on every machine',
  promtool: 'tests of reports run it, where it is installed',
  prometheus: 'runs until it is stopped',
  export: 'sets a variable of the shell',
  source: 'changes the shell',
  cd: 'changes the shell',
  ssh: 'needs another machine',
  for: 'is a word of the shell',
  do: 'is a word of the shell',
  done: 'is a word of the shell',
  wait: 'is a word of the shell',
  pip: 'installs packages',
  python3: 'needs packages of its own',
  go: 'needs a compiler of its own',
  eval: 'changes the shell',
  mkdir: 'prepares a folder',
  echo: 'prints',
  autoload: 'sets up a shell',
  compinit: 'sets up a shell',
}

const commands = DOCUMENTS.flatMap(documentedCommands)
const ours = commands.flatMap(({ place, words }) => {
  const args = harnessArguments(words, scripts)
  return args === null ? [] : [{ place, args, shown: words.join(' ') }]
})

/** What commander says of the words; null where it takes them. Nothing is run. */
async function mistakeIn(args: readonly string[]): Promise<string | null> {
  const program = await wholeProgram()
  const silent = { writeOut() {}, writeErr() {} }
  for (const command of [program, ...program.commands]) command.configureOutput(silent).exitOverride()
  for (const command of program.commands) command.action(() => {})
  try {
    await program.parseAsync(args, { from: 'user' })
    return null
  } catch (error) {
    const { exitCode, message } = error as { readonly exitCode?: number; readonly message: string }
    return exitCode === 0 ? null : message
  }
}

describe('commands in the documents', () => {
  it('are found', () => {
    expect(ours.length).toBeGreaterThan(50)
  })

  it.each(ours)('$place: $shown', async ({ args }) => {
    expect(await mistakeIn(args)).toBeNull()
  })

  it.each([
    ['a flag that does not exist', ['scenario', 'steady', '--bseline', 'before']],
    ['a value that is refused', ['scenario', 'steady', '--seed', 'x']],
    ['an argument too many', ['explain', 'a', 'b']],
    ['a command that does not exist', ['scenari', 'steady']],
  ])('would be found out for %s', async (_, args) => {
    expect(await mistakeIn(args)).not.toBeNull()
  })

  it('name npm scripts that exist', () => {
    const unknown = commands.filter(
      ({ words: [program, run, script = ''] }) =>
        program === 'npm' && run === 'run' && script !== '--silent' && !Object.hasOwn(scripts, script),
    )
    expect(unknown.map(({ place, words }) => `${place} ${words.join(' ')}`)).toEqual([])
  })

  it('are tried, or are of a kind of which is said why not', () => {
    const unknown = commands.filter(
      ({ words }) => harnessArguments(words, scripts) === null && !Object.hasOwn(NOT_TRIED, words[0] ?? ''),
    )
    expect(unknown.map(({ place, words }) => `${place} ${words.join(' ')}`)).toEqual([])
  })
})
