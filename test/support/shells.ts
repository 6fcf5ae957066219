// What real shells offer after a script of `sla-harness completion` was loaded. Where a shell is missing its tests are
// skipped, and say so; where CI is set, that is a failure.

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import { packageRoot } from '../../core/compiled-entry.ts'

export type Shell = 'bash' | 'zsh' | 'fish'

/** @param script the file with it @param words as typed, the last one not finished */
export type Offer = (script: string, words: readonly string[], cwd: string) => readonly string[]

export function describeShell(shell: Shell, body: (offer: Offer) => void): void {
  const notice = `no ${shell} here: run .ci/install-components`
  const isHere = spawnSync(shell, ['--version']).status === 0
  if (isHere) describe(shell, () => body(OFFERS[shell]))
  else if (process.env.CI) it(shell, () => Promise.reject(new Error(notice)))
  else it.skip(`${shell} (skipped: ${notice})`, () => {})
}

const BASH = `source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_sla_harness
printf '%s\\n' "\${COMPREPLY[@]}"`

const OFFERS: Readonly<Record<Shell, Offer>> = {
  bash: (script, words, cwd) => lines(output('bash', ['--norc', '-c', BASH, 'bash', script, ...words], cwd)),
  zsh: (script, words, cwd) => {
    const capture = join(packageRoot, 'test', 'support', 'zsh-completions.zsh')
    return lines(output('zsh', ['-f', capture, script, words.join(' ')], cwd))
  },
  fish: (script, words, cwd) => {
    const text = output('fish', ['--no-config', '-c', `source ${script}; complete -C '${words.join(' ')}'`], cwd)
    return lines(text).map((line) => line.split('\t')[0] as string)
  },
}

function output(program: string, args: readonly string[], cwd: string): string {
  const { stdout, stderr, status } = spawnSync(program, args, { cwd, encoding: 'utf8', timeout: 30_000 })
  if (status !== 0 || stderr !== '') throw new Error(`${program} exited with ${status}: ${stderr}`)
  return stdout
}

function lines(text: string): string[] {
  return [...new Set(text.split('\n').map((line) => line.trim()))].filter((line) => line !== '').sort()
}
