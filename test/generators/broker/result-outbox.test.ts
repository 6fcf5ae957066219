import { JetStreamApiError } from '@nats-io/jetstream'
import { errors } from '@nats-io/transport-node'
import { describe, expect, it } from 'vitest'
import { type Publish, ResultOutbox } from '../../../generators/broker/result-outbox.ts'
import { MessageAssembler } from '../../../generators/wire/message-assembler.ts'
import { VirtualClock } from '../../support/virtual-clock.ts'

const CHUNK_BYTES = 30

function setUp(publish: (attempt: number) => void = () => {}) {
  const clock = new VirtualClock(100)
  const assembler = new MessageAssembler()
  const kept: Uint8Array[] = []
  const ids: string[] = []
  const failures: string[] = []
  let attempts = 0
  const take: Publish = async (bytes, id) => {
    publish(++attempts)
    if (ids.includes(id)) return
    ids.push(id)
    const whole = assembler.add(bytes)
    if (whole !== null) kept.push(whole.bytes)
  }
  const outbox = new ResultOutbox({
    name: 'run/0',
    publish: take,
    chunkBytes: () => CHUNK_BYTES,
    clock,
    onFailure: (reason) => failures.push(reason),
  })
  return { outbox, clock, kept, ids, failures }
}

const message = (length: number, first = 0) => Uint8Array.from({ length }, (_, i) => first + i)

describe('ResultOutbox', () => {
  it('delivers messages in order, each chunk under a name of its own', async () => {
    const { outbox, kept, ids } = setUp()
    outbox.send(message(10))
    outbox.send(message(3, 50))
    await outbox.idle()
    expect(kept).toEqual([message(10), message(3, 50)])
    expect(ids).toEqual(['run/0/0/0', 'run/0/0/1', 'run/0/1/0'])
    expect(outbox.delivered).toBe(2)
  })

  it('tries again while the broker is not there, and delivers nothing twice', async () => {
    const { outbox, clock, kept, failures } = setUp((attempt) => {
      if (attempt < 20) throw new errors.TimeoutError()
    })
    outbox.send(message(10))
    outbox.send(message(3))
    await clock.advanceTo(110)
    await outbox.idle()
    expect(kept).toEqual([message(10), message(3)])
    expect(failures).toEqual([])
  })

  it('gives up where the broker refuses, and says what it said', async () => {
    const { outbox, failures } = setUp(() => {
      throw new JetStreamApiError({ code: 503, err_code: 10077, description: 'maximum bytes exceeded' })
    })
    outbox.send(message(10))
    outbox.send(message(10))
    await outbox.idle()
    expect(failures).toEqual(['the broker does not take results: maximum bytes exceeded'])
    expect(outbox.delivered).toBe(0)
  })

  it('gives up where the broker does not answer for long', async () => {
    const { outbox, clock, failures } = setUp(() => {
      throw new errors.TimeoutError()
    })
    outbox.send(message(10))
    await clock.advanceTo(131)
    await outbox.idle()
    expect(failures).toEqual(['the broker took no results for 30 s: timeout'])
  })

  it('gives up what waits when it is abandoned', async () => {
    const { outbox, kept, failures } = setUp(() => {
      throw new errors.TimeoutError()
    })
    outbox.send(message(10))
    outbox.abandon()
    outbox.send(message(10))
    await outbox.idle()
    expect([kept, failures]).toEqual([[], []])
  })
})
