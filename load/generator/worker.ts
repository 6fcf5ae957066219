// The entry of a generator's worker thread: messages in, messages out. A generator that crashes flushes its timings first.

import { parentPort } from 'node:worker_threads'
import { END } from '../../core/end-thread.ts'
import { registerSecret } from '../../core/secrets/secrets.ts'
import { withSourcePositions } from '../../core/source-positions.ts'
import { Generator } from './generator.ts'
import { assertVersion, type FromGenerator, PROTOCOL_VERSION, type ToGenerator } from './protocol.ts'

if (!parentPort) throw new Error('expected to run in a worker thread')
const port = parentPort
let generator: Generator | undefined

const post = (message: FromGenerator, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)

port.on('message', (message: ToGenerator | typeof END) => {
  if (message === END) process.exit()
  assertVersion(message)
  if (message.type === 'prepare') {
    for (const [value, shown] of message.secrets) registerSecret(value, shown)
    generator = new Generator(message, post)
  } else generator?.handle(message)
})

process.on('uncaughtException', (error) => {
  try {
    generator?.flush()
  } finally {
    post({ version: PROTOCOL_VERSION, type: 'failed', reason: whatAndWhere(error) })
    process.exit(1)
  }
})

/** The message and the place it was thrown at, in one line. */
function whatAndWhere(error: Error): string {
  const [what = error.message, where = ''] = withSourcePositions(error.stack ?? '').split('\n')
  return `${what} ${where.trim()}`.trim()
}
