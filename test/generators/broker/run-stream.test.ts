// The stream of a run on brokers that have little room, or none, and what is left of runs that nobody leads any more.

import { jetstream } from '@nats-io/jetstream'
import { afterAll, expect, it } from 'vitest'
import { chunkBytesOf } from '../../../generators/broker/chunk-bytes.ts'
import { createRunStream, keptRuns } from '../../../generators/broker/run-stream.ts'
import { resultSubject } from '../../../generators/broker/subjects.ts'
import { natsAccounts } from '../../support/nats-accounts.ts'
import { NatsServer } from '../../support/nats-server.ts'
import { describeReal } from '../../support/real-programs.ts'

const MEBIBYTE = 1024 ** 2
const SIZE = { runSeconds: 60, generators: 10 }

describeReal('the stream of a run', ['nats-server'], ({ 'nats-server': binary }) => {
  const servers: NatsServer[] = []
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()))
  })

  const started = async (settings: object) => {
    const server = await NatsServer.start(binary, settings)
    servers.push(server)
    return server
  }
  const join = (server: NatsServer, login = server.credentials.login) => server.connect({ login, tls: null })

  it.concurrent('takes what there is, and says what the run may take', async () => {
    const connection = await join(await started({ jetstream: { max_file_store: 50e6 } }))
    expect(await createRunStream(connection, 'small', SIZE)).toEqual({ bytes: 32 * MEBIBYTE, wantedBytes: 18e6 })
    await connection.close()
  })

  it.concurrent('leaves room for other runs on a broker that has more than it needs', async () => {
    const connection = await join(await started({ jetstream: { max_file_store: 1e9 } }))
    const short = { runSeconds: 10, generators: 2 }
    for (const run of ['first', 'second', 'third', 'fourth'])
      expect(await createRunStream(connection, run, short)).toEqual({ bytes: 128 * MEBIBYTE, wantedBytes: 600_000 })
    expect((await createRunStream(connection, 'large', { runSeconds: 300, generators: 20 })).bytes).toBe(128 * MEBIBYTE)
    await connection.close()
  })

  it.concurrent('is refused by what is missing on a broker that keeps nothing on a disk', async () => {
    const connection = await join(await started({ jetstream: { max_file_store: 0, max_memory_store: 100e6 } }))
    await expect(createRunStream(connection, 'memory', SIZE)).rejects.toThrow(
      /expected a broker that has at least 1 MB on its disk for the results of run memory \(max_file_store .*\), got: insufficient storage/,
    )
    await connection.close()
  })

  it.concurrent.each([
    ['no JetStream', { mem_storage: 0, disk_storage: 0 }, /expected a broker with JetStream.*not enabled for account/],
    ['no disk', { disk_storage: 0 }, /expected a broker that has at least 1 MB on its disk.*got: insufficient storage/],
    ['little disk', { disk_storage: 9e6 }, { bytes: 8 * MEBIBYTE, wantedBytes: 18e6 }],
    ['small streams', { disk_max_stream_bytes: 3e6 }, { bytes: MEBIBYTE, wantedBytes: 18e6 }],
  ] as const)('goes by the limits of its account: %s', async (_, limits, outcome) => {
    const accounts = natsAccounts({ disk_storage: 1e9, ...limits })
    const server = await started({ authorization: undefined, ...accounts.settings })
    const connection = await join(server, accounts.login())
    const created = createRunStream(connection, 'limited', SIZE)
    if (outcome instanceof RegExp) await expect(created).rejects.toThrow(outcome)
    else expect(await created).toEqual(outcome)
    await connection.close()
  })

  it.concurrent('is refused by name where its account may have no further stream', async () => {
    const accounts = natsAccounts({ disk_storage: 2e9, streams: 1 })
    const server = await started({ authorization: undefined, ...accounts.settings })
    const connection = await join(server, accounts.login())
    await createRunStream(connection, 'first', SIZE)
    await expect(createRunStream(connection, 'second', SIZE)).rejects.toThrow(
      /expected a stream for the results of run second, got: maximum number of streams reached/,
    )
    expect(await keptRuns(connection)).toEqual(['first'])
    await connection.close()
  })

  it.concurrent.each([
    [64 * 1024, 63 * 1024],
    [8 * MEBIBYTE, MEBIBYTE / 2],
  ])(
    'is written in chunks that a broker takes which takes messages of %i bytes: of %i',
    async (maxPayload, chunkBytes) => {
      const connection = await join(await started({ max_payload: maxPayload }))
      expect(chunkBytesOf(connection)).toBe(chunkBytes)
      await createRunStream(connection, 'chunks', SIZE)
      await jetstream(connection).publish(resultSubject('chunks', 0), new Uint8Array(chunkBytes))
      await connection.close()
    },
  )

  it.concurrent('is removed once it has been left and has emptied itself, and not before', async () => {
    const connection = await join(await started({}))
    for (const run of ['empty', 'left']) await createRunStream(connection, run, { runSeconds: 1, generators: 1 })
    await jetstream(connection).publish(resultSubject('left', 0), new Uint8Array(9))
    await createRunStream(connection, 'soon', SIZE)
    expect(await keptRuns(connection)).toEqual(['empty', 'left', 'soon'])
    await createRunStream(connection, 'later', SIZE, Date.now() + 3601e3)
    expect(await keptRuns(connection)).toEqual(['later', 'left'])
    const { config } = await (await jetstream(connection).jetstreamManager()).streams.info('sla-harness-left')
    // An hour beyond the run, in nanoseconds.
    expect(config.max_age).toBe(3601e9)
    await connection.close()
  })
})
