// Coordinators and generators of different versions: each refuses the other, and says which version it is and which one came.

import { tmpdir } from 'node:os'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listen } from '../../../generators/broker/listen.ts'
import { claimSubject, WHO_SUBJECT } from '../../../generators/broker/subjects.ts'
import { WIRE_VERSION } from '../../../generators/wire/chunks.ts'
import { harnessVersion } from '../../../harness/version.ts'
import { PROTOCOL_VERSION } from '../../../load/generator/protocol.ts'
import { NatsServer } from '../../support/nats-server.ts'
import { describeReal } from '../../support/real-programs.ts'
import { runCli } from '../../support/run-cli.ts'
import { coordinate, startAgent } from './agents.ts'

describeReal('another version', ['nats-server'], ({ 'nats-server': binary }) => {
  let server: NatsServer
  beforeAll(async () => {
    server = await NatsServer.start(binary)
  })
  afterAll(() => server.stop())

  it.concurrent.each([
    ['an older generator', '1.0.0', '0.9.0'],
    ['a newer generator', '1.0.0', '1.1.0'],
    ['a newer coordinator', '2.0.0', '1.0.0'],
  ])('%s: both sides name both, and neither waits for the other', async (name, leading, serving) => {
    const run = name.replaceAll(' ', '-')
    const agent = startAgent(server, 'other', { run, program: serving })
    const said: string[] = []
    const say = (line: string) => said.push(line)
    const led = coordinate(server, { run, program: leading, patienceSeconds: 1, say })
    await expect(led).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(
        `expected 1 generator within 1 s, got none; generator other was refused: expected version ${leading} of the program, got ${serving}`,
      ),
    })
    expect(said).toContain(`generator other was refused: expected version ${leading} of the program, got ${serving}`)
    expect(await agent.ended).toBe(
      `run ${run}: refused a coordinator of another version: expected version ${serving} of the program, got ${leading}`,
    )
  })

  it('a generator that is there for any run says so once, and waits for the next', async () => {
    const agent = startAgent(server, 'steadfast', { program: '3.0.0' })
    const of = (program: string, patienceSeconds: number) =>
      coordinate(server, { run: `steadfast-${program.charAt(0)}`, program, patienceSeconds })
    await expect(of('4.0.0', 0.5)).rejects.toThrow('generator steadfast was refused')
    await expect(of('4.0.0', 0.5)).rejects.toThrow('generator steadfast was refused')
    const coordinator = await of('3.0.0', 10)
    await coordinator.close()
    expect(await agent.stop()).toBe('interrupted')
    const refused = 'refused a coordinator of another version: expected version 3.0.0 of the program, got 4.0.0'
    expect(agent.lines.filter((line) => line.startsWith('refused'))).toEqual([refused])
  })

  it.concurrent('the command of a generator ends with exit code 2 where the protocol is another', async () => {
    const connection = await server.connect()
    const served = runCli(['generator', '--join', server.url, '--run', 'next', '--name', 'cli'], {
      cwd: tmpdir(),
      env: { SLA_HARNESS_NATS_TOKEN: server.token },
    })
    const claim = { wire: WIRE_VERSION + 1, protocol: PROTOCOL_VERSION, program: '9.0.0', run: 'next' }
    const answers = listen(connection, 'answers', ({ data }) => {
      // An empty answer is the broker's: nobody is there yet.
      if (data.length === 0) return
      const hello = JSON.parse(Buffer.from(data).toString())
      if (hello.name === 'cli')
        connection.publish(claimSubject(hello.id), new TextEncoder().encode(JSON.stringify(claim)))
    })
    const asking = setInterval(() => connection.publish(WHO_SUBJECT, undefined, { reply: 'answers' }), 100)
    const { code, stderr, leftBehind } = await served
    clearInterval(asking)
    answers.unsubscribe()
    await connection.close()
    expect({ code, leftBehind }).toEqual({ code: 2, leftBehind: [] })
    expect(stderr).toContain(
      `run next: refused a coordinator of another version: expected the generator protocol ${WIRE_VERSION}.${PROTOCOL_VERSION} (version ${harnessVersion} of the program), got ${WIRE_VERSION + 1}.${PROTOCOL_VERSION} (version 9.0.0)`,
    )
  })
})
