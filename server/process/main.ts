// The entry of the server's own process, forked by child.ts.
//   command on the IPC channel   carried out and replied to (protocol.ts)
//   SIGTERM                      closes gracefully and exits with 0
//   IPC channel closed           exits at once: the parent has exited
//   SIGINT, SIGHUP               ignored: the terminal sends them to the whole group, and the harness still wants the record

import { UserError } from '../../core/user-error.ts'
import { type RunningServer, startServer } from '../start-server.ts'
import type { Arguments, Command, CommandName, Reply, Result } from './protocol.ts'

type Handlers = { readonly [Name in CommandName]: (...given: Arguments<Name>) => Promise<Result<Name>> }

let running: RunningServer | undefined

const HANDLERS: Handlers = {
  start: async (options) => {
    running = await startServer(options)
    return { apiUrl: running.apiUrl, metricsUrl: running.metricsUrl }
  },
  setFaults: async (faults) => server().setFaults(faults),
  beginRecord: async (epochSeconds) => server().beginRecord(epochSeconds),
  collectRecord: async () => server().collectRecord(),
  drain: async () => {
    await server().close()
    return server().collectRecord()
  },
}

process.on('SIGINT', () => {})
process.on('SIGHUP', () => {})
process.once('SIGTERM', async () => {
  await running?.close()
  process.exit(0)
})
process.once('disconnect', () => process.exit(0))

if (process.send === undefined) {
  process.stderr.write(
    'this is the process that the harness starts; its command `server` starts the server by itself\n',
  )
  process.exitCode = 2
} else process.on('message', (command: Command) => void obey(command))

async function obey<Name extends CommandName>({ id, name, arguments: given }: Command<Name>): Promise<void> {
  try {
    await reply({ id, ok: true, result: await HANDLERS[name](...given) })
  } catch (error) {
    await reply({ id, ok: false, message: (error as Error).message, isUserError: error instanceof UserError })
  }
  if (name === 'drain') process.exit(0)
}

function server(): RunningServer {
  if (running === undefined) throw new Error('the server has not been started')
  return running
}

/** Resolves when the message is on its way. */
function reply(message: Reply): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected) process.send?.(message, () => resolve())
    else resolve()
  })
}
