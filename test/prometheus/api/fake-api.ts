// A server that answers like a Prometheus API, or like anything else.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface FakeRequest {
  readonly method: string
  readonly path: string
  readonly parameters: Readonly<Record<string, string>>
  readonly headers: IncomingMessage['headers']
}

export interface FakeApi {
  readonly url: string
  readonly requests: readonly FakeRequest[]
  close(): Promise<void>
}

export type FakeAnswer = (request: FakeRequest, response: ServerResponse) => void

export async function fakeApi(answer: FakeAnswer): Promise<FakeApi> {
  const requests: FakeRequest[] = []
  const server = createServer(async (message, response) => {
    let body = ''
    for await (const chunk of message) body += chunk
    const { pathname, searchParams } = new URL(message.url ?? '/', 'http://localhost')
    const parameters = Object.fromEntries([...searchParams, ...new URLSearchParams(body)])
    const request = { method: message.method ?? '', path: pathname, parameters, headers: message.headers }
    requests.push(request)
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export function respond(
  response: ServerResponse,
  status: number,
  body: string,
  contentType = 'application/json',
): void {
  response.writeHead(status, { 'content-type': contentType }).end(body)
}

/** A whole answer of the API. */
export function succeed(response: ServerResponse, data: unknown, more: object = {}): void {
  respond(response, 200, JSON.stringify({ status: 'success', data, ...more }))
}
