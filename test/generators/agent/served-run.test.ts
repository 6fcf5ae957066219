import { expect, it } from 'vitest'
import { systemClock } from '../../../core/clock.ts'
import { ServedRun } from '../../../generators/agent/served-run.ts'
import { ResultOutbox } from '../../../generators/broker/result-outbox.ts'
import { readFromGenerator } from '../../../generators/wire/from-generator.ts'
import { MessageAssembler } from '../../../generators/wire/message-assembler.ts'
import { type FromGenerator, PROTOCOL_VERSION, type Timings } from '../../../load/generator/protocol.ts'
import { SEAL_FROM_ROWS } from '../../../load/generator/seal-message.ts'
import { shardPlan } from '../../../load/generator/shard-plan.ts'
import type { StartWorker } from '../../../load/generator/start-worker.ts'
import { NO_THREAD_LOAD } from '../../../load/recording/thread-load.ts'
import { timingsCount } from '../../../load/recording/timings.ts'
import { loadPlan } from '../../support/load-plan.ts'
import { requestTimings } from '../../support/request-timings.ts'

/** What a coordinator reads of messages that the generator's thread posts. */
async function handedOver(...posted: readonly FromGenerator[]): Promise<readonly FromGenerator[]> {
  const results = new MessageAssembler()
  const read: FromGenerator[] = []
  const outbox = new ResultOutbox({
    name: 'run.0',
    publish: async (bytes) => {
      const whole = results.add(bytes)
      if (whole !== null) read.push(readFromGenerator(whole.bytes))
    },
    chunkBytes: () => 10_000,
    clock: systemClock,
    onFailure: (reason) => expect.fail(reason),
  })
  const startWorker: StartWorker = ({ onMessage }) => ({
    send: () => {
      for (const message of posted) onMessage(message)
    },
    terminate: async () => {},
  })
  const run = new ServedRun({ startWorker, outbox })
  const [prepare] = shardPlan(loadPlan('http://127.0.0.1:1'))
  if (prepare === undefined) throw new Error('expected a task')
  run.handle(prepare, 12.5)
  await outbox.idle()
  return read
}

const timings = (rows: number): Timings => ({
  version: PROTOCOL_VERSION,
  type: 'timings',
  atSeconds: 1,
  timings: requestTimings(Array.from({ length: rows }, () => ({ intendedSeconds: 0.5 }))),
  offered: rows,
  inFlight: 0,
  backlog: 0,
  inFlightMax: 0,
  backlogMax: 0,
  load: NO_THREAD_LOAD,
  firstErrors: [],
})

it('hands over many rows as counts, and a few as they are', async () => {
  const read = await handedOver(timings(SEAL_FROM_ROWS - 1), timings(SEAL_FROM_ROWS))
  expect(read.map(({ type }) => type)).toEqual(['timings', 'timings'])
  const [few, many] = read as readonly Timings[]
  expect([timingsCount(few!.timings), few!.sealed]).toEqual([SEAL_FROM_ROWS - 1, undefined])
  expect(timingsCount(many!.timings)).toBe(0)
  expect(many!.sealed?.slots).toMatchObject([{ second: 0, offered: SEAL_FROM_ROWS, completed: SEAL_FROM_ROWS }])
})
