// A real server on the loopback address, asked as browsers would, and as they must not.

import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LiveEvent } from '../../../core/run/live-event.ts'
import { type LiveServer, startLiveServer } from '../../../reports/live/live-server.ts'
import { SPIKING } from '../../support/sample-live-state.ts'

let server: LiveServer
beforeEach(async () => {
  server = await startLiveServer({ harnessVersion: '0.1.0' })
})
afterEach(() => server.close())

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
}

function ask(
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
) {
  return new Promise<Answer>((resolve, reject) => {
    request(new URL(path, server.url), { method, headers }, (response) => {
      let text = ''
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
    })
      .on('error', reject)
      .end()
  })
}

/** Reads events until there are so many. */
async function events(
  count: number,
  headers: Record<string, string> = {},
): Promise<{ id: number; event: LiveEvent }[]> {
  const stop = new AbortController()
  const response = await fetch(new URL('/events', server.url), { headers, signal: stop.signal })
  let text = ''
  const found = () =>
    [...text.matchAll(/id: (\d+)\ndata: (.*)\n\n/g)].map(([, id, data]) => ({
      id: Number(id),
      event: JSON.parse(data ?? ''),
    }))
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    text += new TextDecoder().decode(chunk)
    if (found().length >= count) break
  }
  stop.abort()
  return found()
}

describe('what the live server answers', () => {
  it('is a page, with headers that keep other pages away from it', async () => {
    const { status, headers, text } = await ask('/')
    expect(status).toBe(200)
    expect(text).toContain('<html lang="en" data-page="live">')
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    expect(headers['access-control-allow-origin']).toBeUndefined()
  })

  it.each([
    ['a name that was pointed here', 'evil.example'],
    ['a name with our port', 'evil.example:80'],
    ['no port', '127.0.0.1'],
    ['another loopback address', '127.0.0.2:1234'],
  ])('is refused under %s', async (_, host) => {
    for (const path of ['/', '/events', '/report']) {
      const answer = await ask(path, { headers: { host } })
      expect(answer.status).toBe(403)
      expect(answer.text).not.toContain('<')
    }
  })

  it('is the same under localhost', async () => {
    expect((await ask('/', { headers: { host: `localhost:${new URL(server.url).port}` } })).status).toBe(200)
  })

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD'])('is refused to %s', async (method) => {
    const { status, headers } = await ask('/', { method })
    expect(status).toBe(405)
    expect(headers.allow).toBe('GET')
  })

  it.each(['/../package.json', '/%2e%2e/package.json', '/favicon.ico', '/events/x'])(
    'is nothing at %s',
    async (path) => {
      expect((await ask(path)).status).toBe(404)
    },
  )

  it('is no report while the run is on', async () => {
    expect((await ask('/report')).status).toBe(404)
  })
})

describe('the stream of events', () => {
  it('sends a page that opens late all earlier events', async () => {
    server.start(SPIKING)
    server.update({ ...SPIKING, elapsedSeconds: 39.4 })
    const told = await events(5)
    expect(told.map(({ id, event }) => [id, event.kind])).toEqual([
      [0, 'begin'],
      [1, 'phase'],
      [2, 'sample'],
      [3, 'note'],
      [4, 'sample'],
    ])
  })

  it('goes on where a page that lost its connection was', async () => {
    server.start(SPIKING)
    server.update({ ...SPIKING, elapsedSeconds: 39.4 })
    const told = await events(2, { 'Last-Event-ID': '2' })
    expect(told.map(({ id }) => id)).toEqual([3, 4])
  })

  it('has room for one more page however many idle ones there are: the oldest goes', async () => {
    server.start(SPIKING)
    const idle = new AbortController()
    const watching = Array.from({ length: 40 }, () => fetch(new URL('/events', server.url), { signal: idle.signal }))
    await Promise.all(watching)
    expect(server.watchers).toBe(32)
    expect((await events(4)).map(({ id }) => id)).toEqual([0, 1, 2, 3])
    expect(server.watchers).toBeLessThanOrEqual(32)
    idle.abort()
  })

  it('begins anew with each of several runs', async () => {
    server.start(SPIKING)
    server.start({ ...SPIKING, elapsedSeconds: 0, notes: [] })
    expect((await events(7)).map(({ event }) => event.kind).slice(4)).toEqual(['begin', 'phase', 'sample'])
  })

  it('carries no text that could act on whoever shows it', async () => {
    server.start({ ...SPIKING, scenarioName: 'a\u001b[2Jb\u202ec\nd' })
    const [{ event } = { event: undefined }] = await events(1)
    expect(event).toMatchObject({ kind: 'begin', scenarioName: 'abc d' })
  })
})

describe('the end', () => {
  it('comes at once where nobody looks on, and the report can be fetched', async () => {
    server.start(SPIKING)
    await server.finish('<p>the report</p>', 'pass', 60)
    expect((await ask('/report')).text).toBe('<p>the report</p>')
    expect((await events(5)).at(-1)?.event).toEqual({ kind: 'done', verdict: 'pass' })
  })

  it('waits for a page that looks on to fetch the report', async () => {
    server.start(SPIKING)
    const watching = events(5)
    await expect.poll(() => server.watchers).toBe(1)
    let isOver = false
    const finished = server.finish('<p>the report</p>', 'fail', 60).then(() => {
      isOver = true
    })
    await watching
    expect(isOver).toBe(false)
    await ask('/report')
    await finished
  })

  it('does not wait for ever for a page that never requests the report', async () => {
    server.start(SPIKING)
    const watching = events(5)
    await expect.poll(() => server.watchers).toBe(1)
    await server.finish('<p>the report</p>', 'fail', 0.05)
    await watching
  })

  it('leaves no port behind', async () => {
    const { url } = server
    const watching = fetch(new URL('/events', url)).then((response) => response.text().catch(() => 'closed'))
    await expect.poll(() => server.watchers).toBe(1)
    await server.close()
    await watching
    await expect(fetch(url)).rejects.toThrow()
    server = await startLiveServer({ harnessVersion: '0.1.0' })
  })
})
