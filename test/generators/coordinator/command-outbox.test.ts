import { describe, expect, it } from 'vitest'
import { CommandOutbox } from '../../../generators/coordinator/command-outbox.ts'
import { type Command, readCommand } from '../../../generators/wire/command.ts'
import { MessageAssembler } from '../../../generators/wire/message-assembler.ts'

const TAKEN = new Uint8Array()
const BEGIN: Command = { kind: 'begin', run: 'a'.repeat(100), results: 'b' }
const END: Command = { kind: 'end' }

function setUp(answer: (attempt: number) => Uint8Array) {
  const assembler = new MessageAssembler()
  const taken: Command[] = []
  const refusals: string[] = []
  let attempts = 0
  const outbox = new CommandOutbox({
    request: async (bytes) => {
      const whole = assembler.add(bytes)
      if (whole !== null) taken.push(readCommand(whole.bytes))
      return answer(++attempts)
    },
    chunkBytes: () => 60,
    onRefused: (reason) => refusals.push(reason),
  })
  return { outbox, taken, refusals }
}

describe('CommandOutbox', () => {
  it('sends commands in order, each made when its turn comes', async () => {
    const { outbox, taken } = setUp(() => TAKEN)
    const begun = outbox.send(async () => BEGIN)
    let made = false
    const ended = outbox.send(() => {
      made = true
      return END
    })
    expect(made).toBe(false)
    await Promise.all([begun, ended])
    expect(taken).toEqual([BEGIN, END])
  })

  it('repeats what was not acknowledged', async () => {
    const { outbox, taken, refusals } = setUp((attempt) => {
      if (attempt % 2 === 1) throw new Error('timeout')
      return TAKEN
    })
    await outbox.send(() => BEGIN)
    expect(taken).toEqual([BEGIN])
    expect(refusals).toEqual([])
  })

  it('sends no more where the generator refuses, and says why', async () => {
    const { outbox, refusals } = setUp(() => Buffer.from('expected version 2'))
    await outbox.send(() => END)
    await outbox.send(() => END)
    expect(refusals).toEqual(['expected version 2'])
  })

  it('says what it cannot send', async () => {
    const { outbox, refusals } = setUp(() => TAKEN)
    await outbox.send(() => Promise.reject(new Error('ENOENT: users.csv')))
    expect(refusals).toEqual(['ENOENT: users.csv'])
  })

  it('gives up what waits when it is abandoned', async () => {
    const { outbox, taken } = setUp(() => {
      throw new Error('timeout')
    })
    const sent = outbox.send(() => BEGIN)
    const next = outbox.send(() => END)
    outbox.abandon()
    await Promise.all([sent, next])
    expect(taken).toEqual([])
  })
})
