// The C programs of bench/reference/, compiled where there is a compiler.

import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packageRoot } from '../../core/compiled-entry.ts'

export type ReferenceProgram = 'fast-server' | 'generator'

let folder: string | undefined
const compiled = new Map<ReferenceProgram, string | null>()

/** Its path; null where it cannot be compiled. */
export function referenceProgram(name: ReferenceProgram): string | null {
  const known = compiled.get(name)
  if (known !== undefined) return known
  const path = compile(name)
  compiled.set(name, path)
  return path
}

function compile(name: ReferenceProgram): string | null {
  folder ??= mkdtempSync(join(tmpdir(), 'sla-harness-bench-'))
  const program = join(folder, name)
  const source = join(packageRoot, 'bench', 'reference', `${name}.c`)
  try {
    execFileSync('cc', ['-O2', '-o', program, source, '-lm'], { stdio: ['ignore', 'ignore', 'pipe'] })
    return program
  } catch {
    return null
  }
}

export async function removeReferencePrograms(): Promise<void> {
  if (folder) await rm(folder, { recursive: true, force: true })
  folder = undefined
  compiled.clear()
}
