// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the notation of references in scenario files

import { describe, expect, it } from 'vitest'
import { importAccessLog } from '../../../../draft/import/access-log/import-access-log.ts'
import { isLogLine, parseLogLine } from '../../../../draft/import/access-log/log-line.ts'

const at = (second: number) => `[10/Oct/2000:13:55:${String(second).padStart(2, '0')} -0700]`
const line = (second: number, request: string, status = 200) =>
  `127.0.0.1 - frank ${at(second)} "${request} HTTP/1.1" ${status} 2326 "http://r/" "Mozilla/5.0"`

describe('a line of an access log', () => {
  it.each([
    ['127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326', '/apache_pb.gif'],
    [
      '127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /a HTTP/1.0" 200 2326 "http://www.example.com/start.html" "Mozilla/4.08 [en] (Win98; I ;Nav)"',
      '/a',
    ],
    ['shop.example:443 ::1 - - [10/Oct/2000:20:55:36 +0000] "GET /b HTTP/2.0" 200 -', '/b'],
    [
      '10.0.0.1 - - [10/Oct/2000:20:55:36 +0000] "GET /c HTTP/1.1" 200 5 "-" "curl/8" "1.2.3.4" rt=0.012 uct="0.001"',
      '/c',
    ],
    ['web_1  | 10.0.0.1 - - [10/Oct/2000:20:55:36 +0000] "GET /d HTTP/1.1" 200 5', '/d'],
    ['10.0.0.1 - "a b" [10/Oct/2000:20:55:36 +0000] "GET /e?q=\\"x\\" HTTP/1.1" 200 5', '/e?q="x"'],
    ['10.0.0.1 - - [10/Oct/2000:20:55:36 +0000] "GET /f?q=\\x22 HTTP/1.1" 200 5', '/f?q="'],
  ])('%s', (text, path) => {
    expect(parseLogLine(text)).toEqual({ seconds: 971211336, method: 'GET', path, status: 200 })
  })

  it.each(['\\x16\\x03\\x01', '-', '', 'GET', 'HELP', 'GET  HTTP/1.1'])('has no request in %j', (request) => {
    expect(parseLogLine(`1.2.3.4 - - [10/Oct/2000:13:55:36 -0700] "${request}" 400 0`)).toBe('no-request')
  })

  it.each(['', 'hello', '2026/01/01 12:00:00 [error] 1#1: *1 open() failed', '{"time":"now"}'])(
    'is none in %j',
    (text) => {
      expect(isLogLine(text)).toBe(false)
    },
  )
})

describe('an access log', () => {
  it('becomes a mix with data', () => {
    const log = [
      line(0, 'GET /users/1'),
      line(1, 'GET /users/2'),
      line(1, 'GET /users/2', 304),
      line(3, 'GET /search?q=a%20b&page=1'),
      line(3, 'GET /search?q=c+d&page=1'),
      line(3, 'GET /'),
      line(3, 'GET /app.css'),
      line(4, 'POST /orders', 201),
      line(5, 'GET /gone', 404),
    ].join('\n')
    const { requests, data, rates, omitted, url, steps } = importAccessLog(log, 'access.log')
    expect([url, steps]).toEqual([null, null])
    expect(requests.map(({ path, weight, statuses }) => [path, weight, statuses])).toEqual([
      ['/users/${get-users-id.user}', 3, [200]],
      ['/search?q=${get-search.q}&page=1', 2, [200]],
      ['/', 1, [200]],
    ])
    expect(data).toEqual([
      { name: 'get-users-id', columns: ['user'], rows: [['1'], ['2'], ['2']] },
      { name: 'get-search', columns: ['q'], rows: [['a b'], ['c d']] },
    ])
    expect(rates).toEqual([
      { fromSeconds: 0, lengthSeconds: 1, requestsPerSecond: 1 },
      { fromSeconds: 1, lengthSeconds: 1, requestsPerSecond: 2 },
      { fromSeconds: 2, lengthSeconds: 1, requestsPerSecond: 0 },
      { fromSeconds: 3, lengthSeconds: 1, requestsPerSecond: 3 },
    ])
    expect(omitted.map(({ count, what }) => [count, what])).toEqual([
      [1, 'static file'],
      [1, 'request with other methods (POST /orders)'],
      [1, 'request answered with an error (404)'],
    ])
  })

  it('takes many words in one place for names of things', () => {
    const words = Array.from({ length: 60 }, (_, i) => `word${'abcdefghij'[i % 10]}${'abcdefghij'[Math.floor(i / 10)]}`)
    const log = [...words, ...words].map((word, i) => line(i % 60, `GET /blog/${word}/comments`)).join('\n')
    const { requests, data } = importAccessLog(log, 'access.log')
    expect(requests.map(({ path }) => path)).toEqual(['/blog/${get-blog-id-comments.blog}/comments'])
    expect(data[0]?.rows).toHaveLength(120)
  })

  it('leaves no secret of a query', () => {
    const log = [1, 2].map((n) => line(n, `GET /a?token=s3cr3t-${n}&x=${n}`)).join('\n')
    const traffic = importAccessLog(log, 'access.log')
    expect(JSON.stringify(traffic)).not.toContain('s3cr3t')
    expect(traffic.requests[0]?.path).toBe('/a?token=${TOKEN}&x=${get-a.x}')
  })

  it('reads a large one in time', () => {
    const log = Array.from({ length: 50_000 }, (_, i) => line(i % 60, `GET /u${i % 50}/${i}?a=${i}`)).join('\n')
    expect(importAccessLog(log, 'access.log').requests.length).toBeGreaterThan(0)
  })

  it.each(['hello', '{}', '\n\n'])('says what was expected of %j', (text) => {
    expect(() => importAccessLog(text, 'access.log')).toThrow(
      /access.log: line 1: expected the common or combined format/,
    )
  })
})
