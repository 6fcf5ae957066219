import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { connect, createServer } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { UserError } from '../../../core/user-error.ts'
import { type Listener, listen } from '../../../server/http/listener.ts'
import { call } from '../loopback.ts'

const LOOPBACK = { host: '127.0.0.1', port: 0, purpose: 'the API' }
const HOURS = 3600

function socketTo(listener: Listener) {
  const socket = connect(Number(new URL(listener.url).port), '127.0.0.1').on('error', () => {})
  onTestFinished(() => void socket.destroy())
  return socket
}

describe('listen', () => {
  it('names a taken port in one line, and says what to do', async () => {
    const squatter = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void squatter.close())
    await once(squatter, 'listening')
    const { port } = squatter.address() as { port: number }
    const attempt = listen({ ...LOOPBACK, port }, () => {})
    await expect(attempt).rejects.toThrow(UserError)
    await expect(attempt).rejects.toMatchObject({ port })
    await expect(attempt).rejects.toThrow(
      new RegExp(`^port ${port} on 127.0.0.1 is taken: stop what listens there, or choose another port for the API$`),
    )
  })

  it.each(['192.0.2.1', 'no-such-host.invalid'])('says that %s is not an address of this machine', async (host) => {
    const attempt = listen({ ...LOOPBACK, host }, () => {})
    await expect(attempt).rejects.toThrow(UserError)
    await expect(attempt).rejects.toThrow(`${host} is not an address of this machine: choose another host for the API`)
  })

  it('gives a loopback URL where it listens on all addresses', async () => {
    const listener = await listen({ ...LOOPBACK, host: '0.0.0.0' }, (_request, response) => response.end('here'))
    expect(listener.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect((await call(listener.url)).text).toBe('here')
    await listener.close(HOURS)
  })
})

describe('close', () => {
  it('lets a request in flight finish, then ends its connection', async () => {
    const held: ServerResponse[] = []
    const listener = await listen(LOOPBACK, (_request, response) => void held.push(response))
    const socket = socketTo(listener).setEncoding('utf8')
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    while (held.length === 0) await new Promise((resolve) => setTimeout(resolve, 2))
    let closed = false
    const closing = listener.close(HOURS).then(() => {
      closed = true
    })
    await expect(call(listener.url)).rejects.toThrow()
    expect(closed).toBe(false)
    held[0]?.end('late')
    let text = ''
    for await (const piece of socket) text += piece
    expect(text).toContain('late')
    await closing
  })

  it('does not wait for connections that are idle, or never sent a byte, or only half a request', async () => {
    const listener = await listen(LOOPBACK, (_request, response) => response.end('x'))
    const [idle, silent, half] = [socketTo(listener), socketTo(listener), socketTo(listener)]
    idle.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    half.write('GET / HTTP/1.1\r\nHost')
    await Promise.all([once(idle, 'data'), once(silent, 'connect'), once(half, 'connect')])
    // Connections are accepted in order: one that is answered proves the others were.
    await call(listener.url)
    const ended = [idle, silent, half].map((socket) => once(socket, 'close'))
    await listener.close(HOURS)
    await Promise.all(ended)
  })

  it('cuts the connections that are left after the grace period', async () => {
    const listener = await listen(LOOPBACK, () => {})
    const never = call(listener.url)
    const cut = expect(never).rejects.toThrow()
    await new Promise((resolve) => setTimeout(resolve, 20))
    await listener.close(0.02)
    await cut
  })
})
