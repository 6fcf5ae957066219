// A scrape of every hostile endpoint: each fails by name and in time, whatever it sends.

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPageFetcher } from '../../prometheus/scrape/fetch-page.ts'
import { ScrapeError } from '../../prometheus/scrape/scrape-error.ts'
import { HOSTILE_ENDPOINTS } from './hostile-endpoints.ts'

let server: Server
let url = ''

beforeAll(async () => {
  server = createServer((request, response) => {
    const index = Number(/^\/(\d+)/.exec(request.url ?? '')?.[1])
    HOSTILE_ENDPOINTS[index]?.answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

async function failureOf(index: number): Promise<string> {
  const { fetchPage, close } = createPageFetcher({ maxBytes: 1e6 })
  try {
    const { text } = await fetchPage(`${url}/${index}/`, 2, new AbortController().signal)
    return `a page: ${text.slice(0, 20)}`
  } catch (error) {
    if (error instanceof ScrapeError) return error.message
    throw error
  } finally {
    await close()
  }
}

// All at once: most of the time they are waited for.
describe.concurrent('an endpoint', () => {
  it.each(HOSTILE_ENDPOINTS.map((endpoint, index) => ({ ...endpoint, index })))(
    'that answers with $name',
    async ({ index, fails }) => {
      expect((await failureOf(index)).slice(0, fails.length)).toBe(fails)
    },
  )
})
