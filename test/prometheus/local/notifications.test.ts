import { afterEach, describe, expect, it } from 'vitest'
import type { AlertHistory, AlertState } from '../../../core/run/alert.ts'
import { missingNotifications, notificationsOf } from '../../../prometheus/local/notifications.ts'
import { openWebhookReceiver, type WebhookReceiver } from '../../../prometheus/local/webhook-receiver.ts'

const opened: WebhookReceiver[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((receiver) => receiver.close()))
})

async function open(): Promise<WebhookReceiver> {
  const receiver = await openWebhookReceiver(() => Date.parse('2026-01-01T00:00:05.250Z'))
  opened.push(receiver)
  return receiver
}

const post = (url: string, body: string) => fetch(url, { method: 'POST', body })

/** As Alertmanager 0.25 sends it, shortened. */
const PAYLOAD = JSON.stringify({
  version: '4',
  status: 'firing',
  alerts: [
    {
      status: 'firing',
      labels: { alertname: 'Slow', instance: 'a' },
      startsAt: '2026-01-01T00:00:05.125Z',
      endsAt: '0001-01-01T00:00:00Z',
    },
    {
      status: 'resolved',
      labels: { alertname: 'Errors' },
      startsAt: '2026-01-01T00:00:01Z',
      endsAt: '2026-01-01T00:00:04.25Z',
    },
  ],
})

describe('the webhook receiver', () => {
  it('records each alert of a notification, with its time of arrival', async () => {
    const receiver = await open()
    expect((await post(receiver.url, PAYLOAD)).status).toBe(200)
    const time = { startSeconds: 0, startedAtUnixMs: Date.parse('2026-01-01T00:00:00Z') }
    expect(notificationsOf(receiver.received, time)).toEqual([
      { alert: 'Slow', status: 'firing', at: 5.25, delaySeconds: 0.125 },
      { alert: 'Errors', status: 'resolved', at: 5.25, delaySeconds: 1 },
    ])
  })

  it.each([
    ['another path', (url: string) => post(`${url}x`, PAYLOAD), 404],
    ['a question', (url: string) => fetch(url), 404],
    ['what is no notification', (url: string) => post(url, '{"alerts": 1}'), 400],
    ['what is no JSON', (url: string) => post(url, 'hello'), 400],
  ])('rejects %s', async (_, ask, status) => {
    const receiver = await open()
    expect((await ask(receiver.url)).status).toBe(status)
    expect(receiver.received).toEqual([])
  })
})

describe('missing notifications', () => {
  const history = (...states: AlertState[]): AlertHistory => ({
    name: 'Slow',
    expression: '',
    forSeconds: 0,
    keepFiringForSeconds: 0,
    transitions: states.map((state, at) => ({ at, state, value: null })),
  })
  const told = (...statuses: ('firing' | 'resolved')[]) =>
    statuses.map((status) => ({ alert: 'Slow', status, at: 0, delaySeconds: 0 }))

  it.each([
    ['none of an alert that only was pending', history('inactive', 'pending', 'inactive'), told(), []],
    ['firing', history('inactive', 'pending', 'firing'), told(), ['firing']],
    ['resolved', history('inactive', 'firing', 'inactive'), told('firing'), ['resolved']],
    ['none where every change was notified', history('inactive', 'firing', 'inactive'), told('firing', 'resolved'), []],
    ['the second of two', history('firing', 'inactive', 'firing'), told('firing', 'resolved'), ['firing']],
    ['resolved to pending', history('firing', 'pending'), told('firing'), ['resolved']],
  ])('%s', (_, alert, notifications, missing) => {
    expect(missingNotifications([alert], notifications).map(({ status }) => status)).toEqual(missing)
  })
})
