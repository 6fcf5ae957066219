// Serves a run to a browser on this machine while it is on: a page, a stream of events, and at the end the report.
//
// Only the loopback address is bound, only GET is answered, and only to requests that name this address as their host:
// otherwise any page in the same browser could have its own name point here (DNS rebinding) and read what is measured.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Verdict } from '../../core/report/worst-verdict.ts'
import type { LiveEvent } from '../../core/run/live-event.ts'
import type { LiveState } from '../../core/run/live-state.ts'
import { withPlainText } from '../figures/plain-text.ts'
import { liveEvents } from '../html/live/live-events.ts'
import { renderLivePage } from '../html/live/live-page.ts'

const LOOPBACK = '127.0.0.1'
/** How long pages that are open are waited for when the report is ready. */
const GRACE_SECONDS = 5
/** A page that reads this much more slowly than the run goes on is let go; it connects again. */
const MOST_BUFFERED_BYTES = 1_000_000
const MOST_WATCHERS = 32

const SECURITY = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
} as const

export interface LiveServerOptions {
  readonly harnessVersion: string
  /** 0 for any that is free. */
  readonly port?: number
}

/** @throws Error where the port is taken */
export async function startLiveServer({ harnessVersion, port = 0 }: LiveServerOptions): Promise<LiveServer> {
  const live = new LiveServer(renderLivePage(harnessVersion))
  await live.listen(port)
  return live
}

export class LiveServer {
  readonly #page: string
  readonly #server: Server
  readonly #log: LiveEvent[] = []
  readonly #watchers = new Set<ServerResponse>()
  #state: LiveState | null = null
  #report: string | null = null
  #unread = 0
  #allRead: () => void = () => {}

  constructor(page: string) {
    this.#page = page
    this.#server = createServer((request, response) => this.#answer(request, response))
  }

  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, LOOPBACK, () => {
        this.#server.off('error', reject)
        resolve()
      })
    })
  }

  /** Where the page is. */
  get url(): string {
    return `http://${LOOPBACK}:${this.#port}/`
  }

  /** How many pages look on. */
  get watchers(): number {
    return this.#watchers.size
  }

  /** Part of a live display: a run has begun. Of several runs, each one begins the page anew. */
  start(state: LiveState): void {
    this.#state = null
    this.update(state)
  }

  update(state: LiveState): void {
    const plain = withPlainText(state)
    for (const event of liveEvents(this.#state, plain)) this.#tell(event)
    this.#state = plain
  }

  /** The run is over; pages stay until the report takes their place. */
  stop(): void {}

  /** Resolves when every open page has fetched the report, or after a few seconds. */
  async finish(report: string, verdict: Verdict, graceSeconds = GRACE_SECONDS): Promise<void> {
    this.#report = report
    this.#unread = this.#watchers.size
    const allRead = new Promise<void>((resolve) => {
      this.#allRead = resolve
    })
    this.#tell({ kind: 'done', verdict })
    if (this.#unread === 0) return
    let timer: NodeJS.Timeout | undefined
    const grace = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, graceSeconds * 1000)
    })
    await Promise.race([allRead, grace])
    clearTimeout(timer)
  }

  /** Leaves no connection and no port behind. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      for (const watcher of this.#watchers) watcher.end()
      this.#server.close(() => resolve())
      this.#server.closeAllConnections()
    })
  }

  get #port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { method, url = '/', headers } = request
    const path = url.split('?')[0]
    if (!this.#isOurName(headers.host)) refuse(response, 403, 'expected this server by its loopback address')
    else if (method !== 'GET') refuse(response.setHeader('Allow', 'GET'), 405, `expected GET, got ${method}`)
    else if (path === '/') sendPage(response, this.#page)
    else if (path === '/events') this.#watch(request, response)
    else if (path === '/report' && this.#report !== null) this.#sendReport(response, this.#report)
    else refuse(response, 404, path === '/report' ? 'the run is still on' : 'nothing is here')
  }

  #isOurName(host: string | undefined): boolean {
    return host === `${LOOPBACK}:${this.#port}` || host === `localhost:${this.#port}`
  }

  #watch(request: IncomingMessage, response: ServerResponse): void {
    this.#makeRoom()
    response.writeHead(200, { ...SECURITY, 'Content-Type': 'text/event-stream; charset=utf-8' })
    response.write('retry: 1000\n\n')
    // A page that lost its connection says which event it read last.
    const last = Number(request.headers['last-event-id'] ?? -1)
    const from = Number.isInteger(last) && last >= 0 ? last + 1 : 0
    this.#log.slice(from).forEach((event, i) => {
      response.write(message(from + i, event))
    })
    this.#watchers.add(response)
    response.on('close', () => this.#watchers.delete(response))
  }

  /** The oldest page goes, for it may be one that nobody looks at; if somebody does, it connects again by itself. */
  #makeRoom(): void {
    const [oldest] = this.#watchers
    if (oldest === undefined || this.#watchers.size < MOST_WATCHERS) return
    this.#watchers.delete(oldest)
    oldest.destroy()
  }

  #tell(event: LiveEvent): void {
    const text = message(this.#log.length, event)
    this.#log.push(event)
    for (const watcher of this.#watchers) {
      watcher.write(text)
      if (watcher.writableLength > MOST_BUFFERED_BYTES) watcher.destroy()
    }
  }

  #sendReport(response: ServerResponse, report: string): void {
    response.on('close', () => {
      this.#unread -= 1
      if (this.#unread <= 0) this.#allRead()
    })
    sendPage(response, report)
  }
}

function message(id: number, event: LiveEvent): string {
  return `id: ${id}\ndata: ${JSON.stringify(event)}\n\n`
}

function sendPage(response: ServerResponse, page: string): void {
  response.writeHead(200, { ...SECURITY, 'Content-Type': 'text/html; charset=utf-8' }).end(page)
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { ...SECURITY, 'Content-Type': 'text/plain; charset=utf-8' }).end(`${text}\n`)
}
