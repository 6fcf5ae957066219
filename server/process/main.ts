// The server's own process, forked by launch-server.ts. It lives as long as its parent wants it to.
//   start message        starts listening, and says where, or why not
//   SIGTERM              closes gracefully and exits with 0
//   retire message       the same, and hands over its record in between
//   parent gone          ends at once: nobody is left to read an answer
//   SIGINT, SIGHUP       ignored: the terminal sends them to the whole group, and the harness still wants its record

import { UserError } from '../../core/user-error.ts'
import { encodeRecord } from '../encoded-record.ts'
import { type RunningServer, startServer } from '../start-server.ts'
import type { RetireMessage, ServerMessage, StartMessage } from './protocol.ts'

let server: RunningServer | undefined

process.on('SIGINT', () => {})
process.on('SIGHUP', () => {})
process.once('SIGTERM', stop)
process.once('disconnect', () => process.exit(0))

if (process.send === undefined) {
  process.stderr.write('this is the process that the harness starts; `npm run server` starts the server by itself\n')
  process.exitCode = 2
} else process.on('message', (message: StartMessage | RetireMessage) => void obey(message))

function obey(message: StartMessage | RetireMessage): Promise<void> {
  return message.kind === 'start' ? start(message) : retire()
}

async function start({ options }: StartMessage): Promise<void> {
  try {
    server = await startServer(options)
    report({ kind: 'listening', apiUrl: server.apiUrl, metricsUrl: server.metricsUrl })
  } catch (error) {
    report({ kind: 'failed', message: (error as Error).message, mendable: error instanceof UserError })
  }
}

/** Resolves when the message is on its way. */
function report(message: ServerMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected) process.send?.(message, () => resolve())
    else resolve()
  })
}

async function stop(): Promise<void> {
  await server?.close()
  process.exit(0)
}

async function retire(): Promise<void> {
  await server?.close()
  const record = server?.collectRecord()
  if (record) await report({ kind: 'retired', record: encodeRecord(record) })
  process.exit(0)
}
