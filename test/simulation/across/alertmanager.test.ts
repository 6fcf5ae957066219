// When somebody is told of alerts, against the real Alertmanager: histories of alerts, each under routes of its own, all at the
// same time in one Alertmanager, whose messages a webhook records.
//
// Alerts begin and end at steps, and all groups are flushed in the middle between two of them, whatever their timing. An
// attempt in which this process or a message was late by more than a part of a step is void: what came first is then not
// known. The next one takes longer steps. The rounds in which empty groups are taken away come every 30 s: after the test.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, expect, it } from 'vitest'
import { randomStream } from '../../../core/random.ts'
import { readAlertmanagerFile } from '../../../prometheus/alertmanager/read-alertmanager-file.ts'
import { type GuardedPrograms, guardPrograms } from '../../../prometheus/local/programs/guard-programs.ts'
import { runAlertmanager } from '../../../prometheus/local/start-programs.ts'
import { type Firing, messages } from '../../../simulation/notifications/notify.ts'
import { describeReal } from '../../support/real-programs.ts'

/** How long a step is, attempt by attempt. */
const STEPS_SECONDS = [0.8, 1.6, 3.2, 4.8]
const MOST_LATE_STEPS = 1 / 4
const BEAT_MS = 20
const LAST_STEP = 4
const UNTIL_STEP = LAST_STEP + 1
const WAIT_STEPS = 0.5

type LabelsOf = Readonly<Record<string, string>>

/** An alert of a history: its labels, the step at which it begins to fire, and the one at which it is over. */
type Span = readonly [labels: LabelsOf, from: number, to: number | null]

interface History {
  readonly name: string
  /** What its route says beside the matcher of the history; receivers are named by a letter, times are steps. */
  readonly route?: object
  readonly inhibitRules?: readonly object[]
  readonly spans: readonly Span[]
}

const [a, b, c] = [{ alertname: 'A' }, { alertname: 'B' }, { alertname: 'C' }]
const critical = { alertname: 'A', severity: 'critical', cluster: 'x' }
const warning = { alertname: 'B', severity: 'warning', cluster: 'x' }
const CRITICAL_INHIBITS = {
  source_matchers: ['severity="critical"'],
  target_matchers: ['severity="warning"'],
  equal: ['cluster'],
}

const HISTORIES: readonly History[] = [
  { name: 'tells of an alert, and that it is over', spans: [[a, 0, 2]] },
  {
    name: 'tells nobody of what is over before the group is flushed',
    route: { group_wait: 1.5 },
    spans: [[a, 0, 1]],
  },
  {
    name: 'tells of what fires anew before the group is flushed',
    route: { group_wait: 2.5 },
    spans: [
      [a, 0, 1],
      [a, 2, null],
    ],
  },
  {
    name: 'tells of two at once',
    spans: [
      [a, 0, null],
      [b, 0, null],
    ],
  },
  {
    name: 'has one that joins later wait for the interval',
    spans: [
      [a, 0, null],
      [b, 1, null],
    ],
  },
  {
    name: 'tells that one of two is over',
    spans: [
      [a, 0, 1],
      [b, 0, null],
    ],
  },
  {
    name: 'says nothing of one that flaps inside the interval',
    route: { group_interval: 2 },
    spans: [
      [a, 0, 1],
      [a, 2, null],
    ],
  },
  {
    name: 'has an alert wait for the next flush of a group whose alerts are over',
    route: { group_interval: 2 },
    spans: [
      [a, 0, 1],
      [b, 3, null],
    ],
  },
  { name: 'tells again after the interval to repeat', route: { repeat_interval: 1.5 }, spans: [[a, 0, null]] },
  {
    name: 'keeps groups of a label apart',
    route: { group_by: ['alertname'] },
    spans: [
      [a, 0, 2],
      [b, 0, null],
      [c, 1, 3],
    ],
  },
  {
    name: 'keeps every alert apart',
    route: { group_by: ['...'] },
    spans: [
      [{ ...a, pod: '1' }, 0, 2],
      [{ ...a, pod: '2' }, 0, null],
    ],
  },
  {
    name: 'follows the deepest route, and those after one that continues',
    route: {
      routes: [
        {
          matchers: ['alertname=~"A|B"'],
          receiver: 'b',
          continue: true,
          routes: [{ matchers: ['alertname="B"'], receiver: 'c' }],
        },
        { match_re: { alertname: '[AC]' }, receiver: 'd', group_by: ['alertname'] },
        { match: { alertname: 'A' }, receiver: 'e' },
      ],
    },
    spans: [
      [a, 0, 2],
      [b, 0, null],
      [c, 1, null],
    ],
  },
  {
    name: 'says nothing where one comes back of which the receiver was not told that it was over',
    route: { receiver: 'silent' },
    spans: [
      [a, 0, 1],
      [b, 0, 4],
      [a, 2, 4],
    ],
  },
  {
    name: 'repeats to a receiver that is not told what is over by the last message that was sent',
    route: { receiver: 'silent', repeat_interval: 2.5 },
    spans: [
      [a, 0, 1],
      [b, 0, null],
    ],
  },
  { name: 'tells nobody where the receiver has no integration', route: { receiver: 'nobody' }, spans: [[a, 0, null]] },
  {
    name: 'holds back what another inhibits, until that is over',
    route: { group_by: ['alertname'] },
    inhibitRules: [CRITICAL_INHIBITS],
    spans: [
      [critical, 0, 2],
      [warning, 0, null],
      [{ ...warning, cluster: 'y' }, 0, null],
    ],
  },
  {
    name: 'says nothing of an alert that was told of, and is inhibited and over',
    inhibitRules: [CRITICAL_INHIBITS],
    spans: [
      [warning, 0, 2],
      [critical, 1, 3],
      [warning, 4, null],
    ],
  },
  {
    name: 'does not hold back what matches both sides',
    inhibitRules: [
      { source_match: { severity: 'critical' }, target_match_re: { alertname: '.*' }, equal: ['nothing'] },
    ],
    spans: [
      [critical, 0, null],
      [warning, 0, null],
    ],
  },
  ...randomHistories(24),
]

/** Three alerts that come and go, under routes of any timing. */
function randomHistories(count: number): readonly History[] {
  const random = randomStream(1, 'test/alertmanager')
  const one = <Each>(values: readonly Each[]): Each => values[Math.floor(random() * values.length)] as Each
  return Array.from({ length: count }, (_, i) => ({
    name: `random history ${i}`,
    route: {
      receiver: one(['a', 'silent']),
      group_by: one([[], ['alertname'], ['severity'], ['...']]),
      group_wait: one([0.5, 1.5]),
      group_interval: one([1, 2]),
      repeat_interval: one([1.5, 2.5, 1000]),
    },
    inhibitRules: one([[], [CRITICAL_INHIBITS]]),
    spans: [critical, warning, { ...warning, alertname: 'C' }].flatMap((labels): Span[] => {
      const edges = Array.from({ length: LAST_STEP + 1 }, (_, step) => step).filter(() => random() < 0.5)
      return edges.flatMap((edge, place): Span[] => (place % 2 === 0 ? [[labels, edge, edges[place + 1] ?? null]] : []))
    }),
  }))
}

const RECEIVERS = ['a', 'b', 'c', 'd', 'e', 'silent', 'nobody']

/** As JSON, which is YAML. Every history has a label and receivers of its own. */
function configuration(webhook: string, stepSeconds: number): string {
  const duration = (steps: number) => `${Math.round(steps * stepSeconds * 1e3)}ms`
  const named = (route: object, number: number): object =>
    Object.fromEntries(
      Object.entries(route).map(([key, value]) => {
        if (key === 'receiver') return [key, `${number}-${value}`]
        if (key === 'routes') return [key, (value as object[]).map((each) => named(each, number))]
        return [key, typeof value === 'number' ? duration(value) : value]
      }),
    )
  const ofHistory = (matcher: unknown, number: number) => [
    ...(Array.isArray(matcher) ? matcher : []),
    `history="${number}"`,
  ]
  return JSON.stringify({
    route: {
      receiver: '0-nobody',
      group_by: [],
      group_wait: duration(WAIT_STEPS),
      group_interval: duration(1),
      routes: HISTORIES.map(({ route }, i) => ({
        ...named({ receiver: 'a', ...route }, i),
        matchers: [`history="${i}"`],
      })),
    },
    receivers: HISTORIES.flatMap((_, i) =>
      RECEIVERS.map((name) => ({
        name: `${i}-${name}`,
        ...(name !== 'nobody' && { webhook_configs: [{ url: webhook, send_resolved: name !== 'silent' }] }),
      })),
    ),
    inhibit_rules: HISTORIES.flatMap(({ inhibitRules = [] }, i) =>
      inhibitRules.map((rule) => ({
        ...rule,
        source_matchers: ofHistory('source_matchers' in rule && rule.source_matchers, i),
        target_matchers: ofHistory('target_matchers' in rule && rule.target_matchers, i),
      })),
    ),
  })
}

/** Of a message: how many steps after the beginning it came, to the half step at which flushes are, and what it names. */
interface Told {
  readonly receiver: string
  readonly halfSteps: number
  readonly firing: readonly string[]
  readonly resolved: readonly string[]
}

function byReceiver(told: readonly Told[]): readonly string[] {
  const named = ({ receiver, halfSteps, firing, resolved }: Told) =>
    `${receiver} after ${halfSteps / 2} steps: firing ${[...firing].sort().join(' ')}; over ${[...resolved].sort().join(' ')}`
  return told.map(named).sort()
}

function labelText({ history: _, ...labels }: LabelsOf): string {
  return JSON.stringify(Object.entries(labels).sort())
}

interface Recorded {
  readonly atMs: number
  readonly receiver: string
  readonly alerts: readonly { readonly status: string; readonly labels: LabelsOf }[]
}

async function webhook() {
  const recorded: Recorded[] = []
  const server = createServer(async (request, response) => {
    const atMs = performance.now()
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const { receiver, alerts } = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    recorded.push({ atMs, receiver, alerts })
    response.writeHead(200).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    recorded,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  }
}

interface Attempt {
  readonly config: string
  readonly told: readonly Told[]
  readonly stepSeconds: number
  /** By how much this process was late at most, and by how much any message is off the middle between two steps. */
  readonly lateSteps: { readonly own: number; readonly messages: number }
}

/** Lets all histories happen. */
async function happen(programs: GuardedPrograms, alertmanager: string, stepSeconds: number): Promise<Attempt> {
  const { recorded, url, close } = await webhook()
  const config = configuration(url, stepSeconds)
  const { address } = await runAlertmanager(programs, alertmanager, config)
  const startMs = performance.now() + 50
  const startDateMs = Date.now() + 50
  let lateSeconds = 0
  let beatMs = performance.now()
  const heart = setInterval(() => {
    lateSeconds = Math.max(lateSeconds, (performance.now() - beatMs - BEAT_MS) / 1e3)
    beatMs = performance.now()
  }, BEAT_MS)
  const until = async (step: number) => {
    const atMs = startMs + step * stepSeconds * 1e3
    for (;;) {
      await sleep(Math.max(0, Math.min(50, atMs - performance.now())))
      if (performance.now() >= atMs) break
    }
    return atMs
  }
  const dateAt = (step: number) => new Date(startDateMs + step * stepSeconds * 1e3).toISOString()
  const FAR = 1e5
  try {
    for (let step = 0; step <= LAST_STEP; step++) {
      const atMs = await until(step)
      const changed = HISTORIES.flatMap(({ spans }, i) =>
        spans.flatMap(([labels, from, to]) => {
          const alert = { labels: { ...labels, history: String(i) }, startsAt: dateAt(from) }
          if (to === step) return [{ ...alert, endsAt: dateAt(to) }]
          return from === step ? [{ ...alert, endsAt: dateAt(FAR) }] : []
        }),
      )
      const { status } = await fetch(`http://${address}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(changed),
      })
      expect(status).toBe(200)
      lateSeconds = Math.max(lateSeconds, (performance.now() - atMs) / 1e3)
    }
    const atMs = await until(UNTIL_STEP)
    lateSeconds = Math.max(lateSeconds, (performance.now() - atMs) / 1e3)
  } finally {
    clearInterval(heart)
    await close()
  }
  const stepsAt = (atMs: number) => (atMs - startMs) / 1e3 / stepSeconds
  const off = recorded.map(({ atMs }) => Math.abs(stepsAt(atMs) - Math.floor(stepsAt(atMs)) - WAIT_STEPS))
  const lateSteps = { own: lateSeconds / stepSeconds, messages: Math.max(0, ...off) }
  const told = recorded.map(({ atMs, receiver, alerts }): Told => {
    const named = (status: string) =>
      alerts.filter((each) => each.status === status).map(({ labels }) => labelText(labels))
    return { receiver, halfSteps: Math.round(stepsAt(atMs) * 2), firing: named('firing'), resolved: named('resolved') }
  })
  return { config, told, stepSeconds, lateSteps }
}

function simulated({ config, stepSeconds }: Attempt): readonly Told[] {
  const rules = readAlertmanagerFile(config, 'alertmanager.yml')
  const firings = HISTORIES.flatMap(({ spans }, i) =>
    spans.map(
      ([labels, from, to]): Firing => ({
        labels: { ...labels, history: String(i) },
        fromSeconds: from * stepSeconds,
        toSeconds: to === null ? null : to * stepSeconds,
      }),
    ),
  )
  return messages(rules, firings, UNTIL_STEP * stepSeconds).map(({ route, atSeconds, firing, resolved }) => ({
    receiver: route.receiver,
    halfSteps: Math.round((atSeconds / stepSeconds) * 2),
    firing: firing.map(({ labels }) => labelText(labels)),
    resolved: resolved.map(labelText),
  }))
}

describeReal('notifications in virtual time', ['alertmanager'], ({ alertmanager }) => {
  let attempt: Attempt
  let foretold: readonly Told[]
  /** Of the attempts that are void. */
  const ownLateSteps: number[] = []

  beforeAll(async () => {
    for (const stepSeconds of STEPS_SECONDS) {
      const programs = await guardPrograms()
      attempt = await happen(programs, alertmanager, stepSeconds).finally(() => programs.stop())
      if (Math.max(attempt.lateSteps.own, attempt.lateSteps.messages) < MOST_LATE_STEPS) break
      ownLateSteps.push(attempt.lateSteps.own)
    }
    foretold = simulated(attempt)
  }, 120_000)

  it('was on time, so that comparing is about something', ({ skip }) => {
    const isVoid = ownLateSteps.length === STEPS_SECONDS.length
    if (isVoid && ownLateSteps.every((late) => late >= MOST_LATE_STEPS)) skip('this machine was too busy each time')
    expect(attempt.lateSteps.messages, 'late each time').toBeLessThan(MOST_LATE_STEPS)
    expect(attempt.told.length).toBeGreaterThan(HISTORIES.length)
  })

  it.for(HISTORIES.map(({ name }, i) => [name, i] as const))('%s, as the real one', ([, number], { skip }) => {
    if (ownLateSteps.length === STEPS_SECONDS.length) skip('what came first is not known')
    const ofHistory = (told: readonly Told[]) =>
      byReceiver(told.filter(({ receiver }) => receiver.startsWith(`${number}-`)))
    expect(ofHistory(foretold)).toEqual(ofHistory(attempt.told))
  })
})
