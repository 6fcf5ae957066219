// Programs that never stop, on the core for generators.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { GENERATOR_CORE, pinned } from './programs.ts'

/** @returns what ends them */
export function startBusyNeighbours(count: number): () => Promise<void> {
  const command = pinned(GENERATOR_CORE, ['sh', '-c', 'while :; do :; done'])
  const children = Array.from({ length: count }, () =>
    spawn(command[0] as string, command.slice(1), { stdio: 'ignore' }),
  )
  return async () => {
    const exits = children.map((child) => once(child, 'exit'))
    for (const child of children) child.kill('SIGKILL')
    await Promise.all(exits)
  }
}
