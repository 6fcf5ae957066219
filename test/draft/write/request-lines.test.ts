import { describe, expect, it } from 'vitest'
import { requestLines } from '../../../draft/write/request-lines.ts'

const linesOf = (route: string) => requestLines({ requests: [], steps: null, unknownRoutes: [route] })

describe('routes of which only the metrics tell', () => {
  it.each([
    ['/a', '  # - { name: "/a", method: GET, path: "/a" }'],
    ['POST /a b', '  # - { name: "POST /a b", method: POST, path: "/a b", json: {} }'],
    ['PUT /x\nhooks: 1', '  # - { name: "PUT /x\\nhooks: 1", method: PUT, path: "/x\\nhooks: 1", json: {} }'],
  ])('are comments: %j', (route, line) => {
    expect(linesOf(route).at(-1)).toBe(line)
  })

  it.each(['GET\nALLOWHOSTS: [X] /a', 'GET', ''])('are left out where a label holds something else: %j', (route) => {
    expect(linesOf(route).every((line) => /^(?: *#|requests:)/.test(line))).toBe(true)
    expect(linesOf(route).join('\n')).not.toContain('ALLOWHOSTS')
  })
})
