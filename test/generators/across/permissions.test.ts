// What the documents say that users of a broker have to be allowed: with exactly this a run goes through, and with less whoever
// lacks it is told what.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '../../../core/clock.ts'
import { packageRoot } from '../../../core/compiled-entry.ts'
import type { BrokerCredentials } from '../../../generators/broker/credentials.ts'
import { keptRuns } from '../../../generators/broker/run-stream.ts'
import { runLoad } from '../../../load/run-load.ts'
import { ChaosServer } from '../../support/chaos-server.ts'
import { loadPlan, openPhase } from '../../support/load-plan.ts'
import { NatsServer } from '../../support/nats-server.ts'
import { describeReal } from '../../support/real-programs.ts'
import { coordinate, startAgent } from './agents.ts'

const HOOKS = { onEpoch: () => {}, beforeMeasured: null, onPhaseStart: () => {}, onProgress: () => {} }

function documented(): string {
  const text = readFileSync(join(packageRoot, 'docs', 'generators.md'), 'utf8')
  const block = /```text title="permissions.conf"\n([\s\S]*?)```/.exec(text)?.[1]
  if (block === undefined) throw new Error('expected permissions in docs/generators.md, got none')
  return block
}

function as(user: string): BrokerCredentials {
  return { login: { kind: 'user', user, password: '…', from: `the variables of ${user}` }, tls: null }
}

/** A user who may do what another may, less one subject. */
function lacking(role: string, subject: string): string {
  return `${role}-without-${subject.replaceAll(/[^A-Za-z]+/g, '-')}`
}

/** The documented configuration, with one more user for each subject that one may lack. */
function withLesserUsers(conf: string, lesser: readonly (readonly [role: string, subject: string])[]): string {
  const without = (role: string, subject: string) => {
    const block = new RegExp(`${role.toUpperCase()}: (\\{[\\s\\S]*?\\n  \\})`).exec(conf)?.[1] ?? ''
    if (!block.includes(`"${subject}"`)) throw new Error(`expected ${subject} among those of ${role}, got none`)
    const lists = block.replace(`"${subject}"`, '"unused"')
    return `    { user: "${lacking(role, subject)}", password: "…", permissions: ${lists} }\n`
  }
  return conf.replace(/(\n {2}\]\n\})/, `\n${lesser.map(([role, subject]) => without(role, subject)).join('')}$1`)
}

/** The documented configuration for users of one run alone: its name in the place of every run's. */
function forRun(conf: string, run: string): string {
  const own = conf
    .replaceAll(/\.(run|result)\.\*/g, `.$1.${run}`)
    .replaceAll(/((STREAM|CONSUMER)(\.MSG)?\.(CREATE|INFO|DELETE|NEXT))\.\*/g, `$1.sla-harness-${run}`)
  const block = (role: string) => new RegExp(`${role}: (\\{[\\s\\S]*?\\n  \\})`).exec(own)?.[1] ?? ''
  const users = ['COORDINATOR', 'GENERATOR'].map(
    (role) => `    { user: "${role.toLowerCase()}-of-${run}", password: "…", permissions: ${block(role)} }\n`,
  )
  return conf.replace(/(\n {2}\]\n\})/, `\n${users.join('')}$1`)
}

const LESSER = [
  ['coordinator', 'sla-harness.who'],
  ['coordinator', 'sla-harness.agent.*.claim'],
  ['coordinator', '$JS.API.INFO'],
  ['coordinator', '$JS.API.STREAM.CREATE.*'],
  ['coordinator', '$JS.API.CONSUMER.MSG.NEXT.*.*'],
  ['coordinator', 'sla-harness.run.*.*.alive'],
  ['coordinator', 'sla-harness.run.*.late'],
  ['coordinator', 'sla-harness.run.*.*.ping'],
] as const
const LESSER_GENERATORS = [
  ['generator', 'sla-harness.who'],
  ['generator', 'sla-harness.agent.*.claim'],
] as const

describeReal('a broker with permissions', ['nats-server'], ({ 'nats-server': binary }) => {
  let server: NatsServer
  beforeAll(async () => {
    const conf = withLesserUsers(documented(), [
      ...LESSER,
      ...LESSER_GENERATORS,
      ['generator', 'sla-harness.result.*.*'],
    ])
    server = await NatsServer.start(binary, { authorization: undefined }, forRun(forRun(conf, 'red'), 'blue'))
  })
  afterAll(() => server.stop())

  it.concurrent.each([
    ['any run', 'all', 'coordinator', 'generator'],
    ['this run alone', 'red', 'coordinator-of-red', 'generator-of-red'],
    ['another run beside it', 'blue', 'coordinator-of-blue', 'generator-of-blue'],
  ])('lets a run through with what is documented: %s', async (_, run, leading, serving) => {
    const service = await new ChaosServer().start()
    const agent = startAgent(server, 'a', { credentials: as(serving), run })
    const coordinator = await coordinate(server, { credentials: as(leading), run })
    try {
      await coordinator.begin(run, 1)
      const plan = loadPlan(service.url, { phases: [openPhase({ rate: 100, durationSeconds: 0.2 })] })
      expect((await runLoad(plan, HOOKS, coordinator.links(true)).result).problems).toEqual([])
    } finally {
      await coordinator.close()
      await service.kill()
    }
    expect(service.requests).toHaveLength(20)
    expect(await agent.ended).toBe('released')
  })

  it.concurrent('keeps users of one run out of another', async () => {
    // Of a run that nobody leads: one that goes on beside it would take this generator for one of its own.
    const serving = startAgent(server, 'stray', { credentials: as('generator-of-blue'), run: 'green' })
    expect(await serving.ended).toContain('to be allowed to publish to sla-harness.run.green.late')
  })

  const keptOn = async () => {
    const connection = await server.connect(as('coordinator'))
    try {
      return await keptRuns(connection)
    } finally {
      await connection.close()
    }
  }

  it.concurrent.each(LESSER)(
    'tells a %s that it may not use %s, and keeps nothing of its run',
    async (role, subject) => {
      const user = lacking(role, subject)
      const agent = startAgent(server, user, { credentials: as('generator'), run: user })
      const led = async () => {
        const coordinator = await coordinate(server, { credentials: as(user), run: user })
        try {
          await coordinator.begin(user, 1)
        } finally {
          await coordinator.close()
        }
      }
      const named = subject.replaceAll('*', '\u0000').replaceAll(/[.$]/g, '\\$&').replaceAll('\u0000', '\\S+')
      await expect(led()).rejects.toThrow(
        new RegExp(`expected the user of the variables of ${user} to be allowed to \\w+ to ${named}, got a refusal`),
      )
      expect(await keptOn()).not.toContain(user)
      await agent.stop()
    },
  )

  it.concurrent.each(LESSER_GENERATORS)('tells a %s that it may not use %s', async (role, subject) => {
    const user = lacking(role, subject)
    const agent = startAgent(server, user, { credentials: as(user), run: user })
    expect(await agent.ended).toContain(`expected the user of the variables of ${user} to be allowed to subscribe to`)
  })

  it.concurrent('tells both sides where a generator may not report', async ({ onTestFinished }) => {
    const service = await new ChaosServer().start()
    onTestFinished(() => service.kill())
    const user = lacking('generator', 'sla-harness.result.*.*')
    const agent = startAgent(server, 'mute', { credentials: as(user), run: 'mute' })
    const coordinator = await coordinate(server, { credentials: as('coordinator'), run: 'mute' })
    await coordinator.begin('mute', 1)
    const denied =
      /nothing was sent.*: expected the user of .* to be allowed to publish to sla-harness\.result\.mute\.0/
    const running = runLoad(loadPlan(service.url, { phases: [openPhase()] }), HOOKS, coordinator.links(true))
    await expect(running.result).rejects.toMatchObject({ name: 'UserError', message: expect.stringMatching(denied) })
    await coordinator.close()
    const closedSeconds = systemClock.nowSeconds()
    expect(await agent.ended).toBe('failed')
    // By itself it would have waited for five seconds of silence.
    expect(systemClock.nowSeconds() - closedSeconds).toBeLessThan(4)
    expect(agent.lines.join('\n')).toContain('to be allowed to publish to sla-harness.result.mute.0')
  })
})
