import { describe, expect, it } from 'vitest'
import type { FirstAnswer } from '../../../core/run/load-result.ts'
import { explainRequest, type TriedTemplate } from '../../../harness/preflight/explain-request.ts'
import type { Trial } from '../../../load/trial/try-request.ts'

function answered(answer: Partial<FirstAnswer>, kind: 'status' | 'expectation' = 'status'): Trial {
  const { status = 404 } = answer
  const none = { contentType: null, contentEncoding: null, location: null, body: '' }
  return {
    outcome: kind,
    status,
    seconds: 0.01,
    keepsOpen: null,
    sample: {
      request: 0,
      kind,
      atSeconds: 0,
      reason: null,
      answer: { statusLine: `HTTP/1.1 ${status} X`, ...none, ...answer, status },
    },
  }
}

function explained(trial: Trial, more: Partial<TriedTemplate> = {}) {
  return explainRequest({
    name: 'search',
    method: 'GET',
    path: '/serach?q=1',
    index: 2,
    varies: false,
    ofUsers: false,
    authorizes: false,
    readsJson: false,
    redirects: 0,
    trial,
    url: 'http://127.0.0.1:1',
    otherScheme: null,
    knownPaths: [],
    ...more,
  })
}

describe('the answer to one request', () => {
  it('is nothing to speak of where it was expected', () => {
    expect(explained({ outcome: 'completed', status: 200, seconds: 0.01, keepsOpen: null, sample: null })).toBeNull()
  })

  it.each([
    ['path', 404, 'error'],
    ['path', 410, 'error'],
    ['credentials', 403, 'error'],
    ['redirect', 307, 'error'],
    ['request', 415, 'error'],
    ['limited', 429, 'warning'],
    ['failing', 500, 'warning'],
    ['failing', 503, 'warning'],
    ['failing', 408, 'warning'],
    ['failing', 409, 'warning'],
    ['failing', 423, 'warning'],
    ['expectation', 204, 'warning'],
  ])('is %s for %d: an %s', (kind, status, severity) => {
    expect(explained(answered({ status }))).toMatchObject({ kind, severity })
  })

  it('says little of a path or a body that differs from request to request', () => {
    const severityOf = (status: number) => explained(answered({ status }), { varies: true })?.severity
    expect([404, 422, 301, 403, 401].map(severityOf)).toEqual(['warning', 'warning', 'warning', 'warning', 'error'])
  })

  it('proposes no credentials where some are sent already', () => {
    const refused = answered({ status: 401 })
    expect(explained(refused)?.write).toMatch(/^headers: \{ Authorization: "Bearer /)
    const { expected, write } = explained(refused, { authorizes: true }) ?? {}
    expect([expected, write]).toEqual(['credentials that the service accepts', null])
  })

  it('says nothing of other users where each has credentials of his own', () => {
    const severityOf = (ofUsers: boolean) => explained(answered({ status: 401 }), { varies: true, ofUsers })?.severity
    expect([false, true].map(severityOf)).toEqual(['error', 'warning'])
  })

  it('takes a page for a mistake only where the scenario reads JSON', () => {
    const page = answered({ status: 200, contentType: 'text/html' }, 'expectation')
    expect(explained(page)).toMatchObject({ kind: 'expectation', severity: 'warning' })
    expect(explained(page, { readsJson: true })).toMatchObject({ kind: 'html', severity: 'error' })
  })

  it('writes the place of a redirect as a path below the base path of the URL', () => {
    const to = (location: string, url: string) => explained(answered({ status: 301, location }), { url })?.write
    expect(to('/api/v2/x', 'http://127.0.0.1:1/api')).toBe('path: /v2/x')
    expect(to('/api/v2/x', 'http://127.0.0.1:1/')).toBe('path: /api/v2/x')
    expect(to('/v2/x', 'http://127.0.0.1:1/api')).toBeNull()
    const followed = explained(answered({ status: 302, location: 'http://other/x' }), { redirects: 5 })
    expect(followed?.expected).not.toMatch(/not followed/)
    expect(explained(answered({ status: 302, location: '/loop' }), { redirects: 5 })?.write).toBeNull()
  })

  it('names the paths that there are, the nearest first, and the line to write', () => {
    const knownPaths = ['/health', '/search/{id}', '/search']
    expect(explained(answered({}), { knownPaths })).toMatchObject({
      at: ['requests', 2, 'path'],
      got: 'HTTP/1.1 404 X to GET /serach?q=1 (search)',
      candidates: ['/search', '/health', '/search/{id}'],
      write: 'path: /search',
    })
    expect(explained(answered({}), { knownPaths: ['/search/{id}'] })?.write).toBeNull()
  })

  it('shows the title of a page and the beginning of a text', () => {
    const html = { contentType: 'text/html', body: '<html><title>Not here</title>' }
    expect(explained(answered({ ...html }))?.got).toBe(
      'HTTP/1.1 404 X (text/html): titled "Not here" to GET /serach?q=1 (search)',
    )
    expect(explained(answered({ status: 422, body: 'no q' }))?.got).toBe(
      'HTTP/1.1 422 X: no q to GET /serach?q=1 (search)',
    )
  })

  it('takes a redirect within the service for the path that is meant', () => {
    const to = (location: string) => explained(answered({ status: 301, location }))?.write
    expect([to('/v2/search'), to('//elsewhere/x'), to('https://elsewhere/x')]).toEqual(['path: /v2/search', null, null])
  })

  it('is a matter of the scheme where the other one answers', () => {
    const closed: Trial = { outcome: 'closed', status: 0, seconds: 0.01, keepsOpen: null, sample: null }
    expect(explained(closed, { otherScheme: 'https://127.0.0.1:1' })).toMatchObject({
      kind: 'scheme',
      severity: 'error',
      at: ['target', 'url'],
      write: 'url: https://127.0.0.1:1',
    })
    expect(explained(closed)).toMatchObject({ kind: 'failing', severity: 'warning' })
  })
})
