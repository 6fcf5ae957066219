import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { NetworkHost } from './network.ts'

/** Resolves when it has said so on stderr. It ends with the network. */
export async function startOn(host: NetworkHost, command: readonly string[], ready: RegExp): Promise<void> {
  const [program, ...args] = host.command(command)
  const { stderr } = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const lines: string[] = []
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: stderr })
      .on('line', (line) => {
        lines.push(line)
        if (ready.test(line)) resolve()
      })
      .on('close', () =>
        reject(new Error(`${command[0]} on ${host.name} ended without saying ${ready}:\n${lines.join('\n')}`)),
      )
  })
}
