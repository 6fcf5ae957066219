import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { readingOf, visit } from '../../../../harness/doctor/target/visit.ts'
import { destinationsOf } from '../../../../load/connections/destination.ts'
import { freePort } from '../../preflight/small-services.ts'

const closers: (() => void)[] = []
afterAll(() => {
  for (const close of closers) close()
})

async function serving(serve: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    serve(socket)
  })
  closers.push(() => server.close())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return (server.address() as AddressInfo).port
}

function visited(port: number, scheme = 'http', timeoutSeconds = 10) {
  const destination = destinationsOf(new URL(`${scheme}://127.0.0.1:${port}`))(0)
  return visit({ destination, host: `127.0.0.1:${port}`, path: '/', timeoutSeconds })
}

describe('a visit', () => {
  it('reads the date of an answer, whatever its status', async () => {
    const port = await serving((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 500 Oops\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\n\r\n'))
    })
    const { failure, connectSeconds, tls, date } = await visited(port)
    expect([failure, tls, date?.dateSeconds]).toEqual([null, null, Date.UTC(2026, 0, 1) / 1e3])
    expect(connectSeconds).toBeGreaterThan(0)
    expect(date?.receivedSeconds).toBeGreaterThanOrEqual(date?.sentSeconds ?? Number.NaN)
  })

  it.each<[string, (socket: Socket) => void]>([
    ['is closed at once', (socket) => socket.end()],
    ['is reset', (socket) => socket.once('data', () => socket.resetAndDestroy())],
    ['is answered by something else than HTTP', (socket) => socket.end('220 mail ready\r\n')],
    ['is answered without a date', (socket) => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\n\r\n'))],
    [
      'is answered with a date that is none',
      (socket) => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nDate: today\r\n\r\n')),
    ],
  ])('that %s has no date, and is a connection all the same', async (_, serve) => {
    const { failure, date } = await visited(await serving(serve))
    expect([failure, date]).toEqual([null, null])
  })

  it('that is never answered ends in time', async () => {
    const { failure, date } = await visited(await serving(() => undefined), 'http', 0.2)
    expect([failure, date]).toEqual([null, null])
  })

  it('that finds nobody says why', async () => {
    const { failure, connectSeconds } = await visited(await freePort())
    expect([failure, connectSeconds]).toEqual(['connection refused (ECONNREFUSED)', null])
  })

  it('that finds no TLS says so', async () => {
    const { failure } = await visited(await serving((socket) => socket.end('HTTP/1.1 400 Bad\r\n\r\n')), 'https')
    expect(failure).toContain('no TLS: the service speaks plain HTTP perhaps')
  })
})

describe('the date of an answer', () => {
  const moment = { sentSeconds: 1, receivedSeconds: 2 }

  it.each([
    [{ date: 'Thu, 01 Jan 1970 00:01:40 GMT' }, 100],
    [{ date: 'Thu, 01 Jan 1970 00:01:40 GMT', age: '20' }, 120],
    [{ date: 'Thu, 01 Jan 1970 00:01:40 GMT', age: 'old' }, 100],
    [{}, undefined],
  ])('%j', (headers, dateSeconds) => {
    expect(readingOf(headers, moment)?.dateSeconds).toBe(dateSeconds)
  })
})
