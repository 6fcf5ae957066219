// The server's own process, forked by launch-server.ts. It lives as long as its parent wants it to.
//   start message        starts listening, and says where, or why not
//   SIGTERM              closes gracefully and exits with 0
//   parent gone          ends at once: nobody is left to read an answer
//   SIGINT, SIGHUP       ignored: the terminal sends them to the whole group, and the harness still wants its record

import { UserError } from '../core/user-error.ts'
import type { StartedMessage, StartMessage } from './launch-protocol.ts'
import { type RunningServer, startServer } from './start-server.ts'

let server: RunningServer | undefined

process.on('SIGINT', () => {})
process.on('SIGHUP', () => {})
process.once('SIGTERM', stop)
process.once('disconnect', () => process.exit(0))

if (process.send === undefined) {
  process.stderr.write('this is the process that the harness starts; `npm run server` starts the server by itself\n')
  process.exitCode = 2
} else process.once('message', (message) => void start(message as StartMessage))

async function start({ options }: StartMessage): Promise<void> {
  try {
    server = await startServer(options)
    report({ kind: 'listening', apiUrl: server.apiUrl, metricsUrl: server.metricsUrl })
  } catch (error) {
    report({ kind: 'failed', message: (error as Error).message, mendable: error instanceof UserError })
  }
}

function report(message: StartedMessage): void {
  if (process.connected) process.send?.(message)
}

async function stop(): Promise<void> {
  await server?.close()
  process.exit(0)
}
