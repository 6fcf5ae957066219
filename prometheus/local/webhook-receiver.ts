// Receives the notifications of a run's Alertmanager: a server on the loopback address, with a path that only the
// Alertmanager knows. Source: Alertmanager docs, configuration, webhook_config.

import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { asList, asObject, asText, readLabels } from '../api/answer.ts'
import type { Labels } from '../series/series.ts'

/** One alert of a notification. Instants are milliseconds since the Unix epoch. */
export interface ReceivedAlert {
  readonly labels: Labels
  readonly status: 'firing' | 'resolved'
  readonly receivedAtMs: number
  /** The evaluations that fired and resolved it. */
  readonly startsAtMs: number
  readonly endsAtMs: number
}

export interface WebhookReceiver {
  readonly url: string
  /** In the order of arrival. */
  readonly received: readonly ReceivedAlert[]
  close(): Promise<void>
}

const MAX_BYTES = 16 * 1024 * 1024

/** @param nowMs milliseconds since the Unix epoch */
export async function openWebhookReceiver(nowMs: () => number = Date.now): Promise<WebhookReceiver> {
  const path = `/${randomBytes(16).toString('hex')}`
  const received: ReceivedAlert[] = []
  const server = createServer(async (request, response) => {
    const receivedAtMs = nowMs()
    if (request.method !== 'POST' || request.url !== path) {
      response.writeHead(404).end()
      return
    }
    try {
      received.push(...readNotification(await readBody(request), receivedAtMs))
      response.writeHead(200).end()
    } catch {
      response.writeHead(400).end()
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > MAX_BYTES) throw new RangeError(`notification exceeds ${MAX_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function readNotification(text: string, receivedAtMs: number): ReceivedAlert[] {
  const { alerts } = asObject(JSON.parse(text))
  return asList(alerts).map((alert) => {
    const { labels, status, startsAt, endsAt } = asObject(alert)
    return {
      labels: readLabels(labels),
      status: status === 'resolved' ? 'resolved' : 'firing',
      receivedAtMs,
      startsAtMs: Date.parse(asText(startsAt)),
      endsAtMs: Date.parse(asText(endsAt)),
    }
  })
}
