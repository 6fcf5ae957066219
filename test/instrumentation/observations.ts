// What an instrumented application has observed, read off its metrics page, and raw requests to it.

import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Registry } from 'prom-client'
import { onTestFinished } from 'vitest'

/** Each combination of labels that was observed, with its count: `GET /users/:id 2xx`. */
export async function observed(registry: Registry): Promise<Record<string, number>> {
  const page = await registry.metrics()
  const counts = page.matchAll(
    /^http_request_duration_seconds_count\{method="(.*)",route="(.*)",status="(.*)"\} (\d+)$/gm,
  )
  return Object.fromEntries(
    [...counts].map(([, method, route, status, count]) => [`${method} ${route} ${status}`, Number(count)]),
  )
}

export async function inFlight(registry: Registry): Promise<number> {
  return Number(/^http_requests_in_flight (\d+)$/m.exec(await registry.metrics())?.[1])
}

/** Waits without a limit of its own: the test's is long, and a busy machine may need it. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** A connection to write requests to by hand; closed when the test is over. */
export async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  return socket
}

/** All that comes back over one connection until the server ends it. */
export async function exchange(port: number, request: string): Promise<string> {
  const socket = await open(port)
  socket.end(request)
  let text = ''
  for await (const chunk of socket) text += chunk
  return text
}
