// What a run left on its broker is read while the broker is restarted, or goes away for good.

import { jetstream } from '@nats-io/jetstream'
import { expect, it, type TestContext } from 'vitest'
import type { RunDescription } from '../../../core/run/generators/run-description.ts'
import { Denials } from '../../../generators/broker/denials.ts'
import { createRunStream } from '../../../generators/broker/run-stream.ts'
import { journalSubject } from '../../../generators/broker/subjects.ts'
import { findLeftRun } from '../../../generators/collect/find-left-run.ts'
import { ownVersions } from '../../../generators/wire/call.ts'
import { chunksOf } from '../../../generators/wire/chunks.ts'
import { journalBytes } from '../../../generators/wire/journal-entry.ts'
import { NatsServer } from '../../support/nats-server.ts'
import { describeReal } from '../../support/real-programs.ts'

describeReal('a run that is collected', ['nats-server'], ({ 'nats-server': binary }) => {
  /** A broker that keeps the journal of a run, and a search in it. */
  const searched = async ({ onTestFinished }: TestContext, awaySeconds: number) => {
    const broker = await NatsServer.start(binary)
    onTestFinished(() => broker.stop())
    const connection = await broker.connect()
    onTestFinished(() => connection.close())
    await createRunStream(connection, 'left', { runSeconds: 1, generators: 1 })
    const description = { scenario: {}, ledBy: {} } as unknown as RunDescription
    const entry = journalBytes({
      ...{ kind: 'run', versions: ownVersions('1.0.0'), session: 'left', description, machines: [] },
    })
    const [chunk] = chunksOf(entry, 0, 9999)
    await jetstream(connection).publish(journalSubject('left'), chunk)
    const denials = new Denials(connection, broker)
    const lines: string[] = []
    const say = (line: string) => lines.push(line)
    const { signal } = new AbortController()
    const search = findLeftRun({
      ...{ connection, denials, run: 'left', program: '1.0.0', signal, say, shown: broker.address.shown, awaySeconds },
    })
    search.catch(() => {})
    return { broker, search, lines }
  }

  it.concurrent('ends by name where its broker goes away for good', async (context) => {
    const { broker, search } = await searched(context, 1)
    await broker.kill()
    await expect(search).rejects.toMatchObject({
      name: 'UserError',
      message: `${broker.url}: expected a broker that stays until all of run left is read, got one that was away for 1s; what it keeps can be collected when it is back`,
    })
  })

  it.concurrent('is read to its end where its broker is restarted meanwhile', async (context) => {
    const { broker, search, lines } = await searched(context, 10)
    await new Promise((resolve) => setTimeout(resolve, 300))
    await broker.kill()
    await broker.start()
    expect((await search)?.journal).toHaveLength(1)
    expect(lines).toEqual(['the broker is away; waiting for it', 'the broker is back'])
  })
})
