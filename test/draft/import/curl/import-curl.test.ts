// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the notation of references in scenario files

import { describe, expect, it } from 'vitest'
import { importCurl } from '../../../../draft/import/curl/import-curl.ts'

const imported = (text: string) => importCurl(text, 'the curl command')
const first = (text: string) => imported(text).requests[0]

describe('a curl command', () => {
  it.each([
    ['curl https://curl.se', 'GET', '/', null],
    ['curl localhost:3000/a', 'GET', '/a', null],
    ['curl -I http://x/a', 'HEAD', '/a', null],
    ['curl -XDELETE http://x/a/1', 'DELETE', '/a/1', null],
    ['curl -sSLX PUT http://x/a', 'PUT', '/a', null],
    ['curl -G -d a=1 -d b=2 http://x/s', 'GET', '/s?a=1&b=2', null],
    ['curl -G --data-urlencode "q=a b&c" http://x/s?z=1', 'GET', '/s?z=1&q=a%20b%26c', null],
    ['curl -d a=1 -d b=2 http://x', 'POST', '/', { kind: 'form', fields: { a: '1', b: '2' } }],
    [
      'curl --data "birthyear=1905&press=%20OK%20" http://www.example.com/when.cgi',
      'POST',
      '/when.cgi',
      { kind: 'form', fields: { birthyear: '1905', press: ' OK ' } },
    ],
    ['curl -d a=1 -d a=2 http://x', 'POST', '/', { kind: 'text', text: 'a=1&a=2' }],
    [`curl --json '{"drink": "coffee"}' http://x`, 'POST', '/', { kind: 'json', value: { drink: 'coffee' } }],
    [
      `curl -H 'Content-Type: application/json' -d '[1,{"a":null}]' http://x`,
      'POST',
      '/',
      { kind: 'json', value: [1, { a: null }] },
    ],
    [
      `curl -H 'content-type: application/json' -d '{"id": 12345678901234567890}' http://x`,
      'POST',
      '/',
      { kind: 'text', text: '{"id":12345678901234567890}' },
    ],
    [`curl -H 'Content-Type: text/plain' --data-raw '@home' http://x`, 'POST', '/', { kind: 'text', text: '@home' }],
    ['curl --request-target /x http://x/a#part', 'GET', '/a', null],
    ["curl 'http://x/${a}?b=${c}'", 'GET', '/$%7Ba%7D?b=$${c}', null],
    [`curl --json '{"a": "\${b}"}' http://x`, 'POST', '/', { kind: 'json', value: { a: '$${b}' } }],
  ])('%s', (text, method, path, body) => {
    expect(first(text)).toMatchObject({ method, path, body })
  })

  it('keeps headers, and what options say of them', () => {
    expect(
      first(`curl -H 'Accept: text/html' -H 'X-Empty;' -H 'Gone:' -A me/1.0 -e http://r --compressed http://x`)
        ?.headers,
    ).toEqual({
      Accept: 'text/html',
      'X-Empty': '',
      'User-Agent': 'me/1.0',
      Referer: 'http://r',
      'Accept-Encoding': 'gzip, deflate, br',
    })
  })

  it('names what it leaves out', () => {
    expect(imported('curl -k -s -o out --max-time 5 http://x | jq .').omitted).toEqual([
      { count: 1, what: 'option of curl (--insecure)', why: 'write target.insecure: true' },
      {
        count: 2,
        what: "options about curl's own ways (--silent, --output)",
        why: 'they change nothing that a scenario sends',
      },
      { count: 1, what: 'option of curl (--max-time)', why: 'write load.timeout' },
      { count: 1, what: 'other command (jq)', why: 'only what curl sends is imported' },
    ])
  })

  it('makes steps of several commands, and leaves other hosts out', () => {
    const { url, requests, steps, omitted } = imported('curl http://a/1\ncurl http://a/2 --next http://b/3')
    expect(url).toBe('http://a')
    expect(requests.map(({ name }) => name)).toEqual(['get-1', 'get-2'])
    expect(steps).toEqual([
      { request: 'get-1', thinkSeconds: 0 },
      { request: 'get-2', thinkSeconds: 0 },
    ])
    expect(omitted).toEqual([{ count: 1, what: 'request to other hosts (http://b)', why: 'a scenario has one target' }])
  })
})

describe('secrets of a curl command', () => {
  it.each([
    [`curl -H 'Authorization: Bearer s3cr3t-value' http://x`, 'Authorization', 'Bearer ${TOKEN}', 'TOKEN'],
    ['curl -u me:s3cr3t-value http://x', 'Authorization', 'Basic ${BASIC_AUTH}', 'BASIC_AUTH'],
    [`curl -H 'X-API-Key: s3cr3t-value' http://x`, 'X-API-Key', '${API_KEY}', 'API_KEY'],
    [`curl -b 'session=s3cr3t-value' http://x`, 'Cookie', '${COOKIE}', 'COOKIE'],
    ['curl --oauth2-bearer s3cr3t-value http://x', 'Authorization', 'Bearer ${TOKEN}', 'TOKEN'],
    ['curl -H "Authorization: Bearer $MINE" http://x', 'Authorization', 'Bearer ${MINE}', 'MINE'],
    ['M=s3cr3t-value; curl -H "Authorization: Bearer $M" http://x', 'Authorization', 'Bearer ${TOKEN}', 'TOKEN'],
  ])('%s', (text, header, value, variable) => {
    const traffic = imported(text)
    expect(traffic.requests[0]?.headers[header]).toBe(value)
    expect(JSON.stringify(traffic)).not.toContain('s3cr3t-value')
    expect(traffic.secrets.map((secret) => secret.variable)).toEqual([variable])
  })

  it.each([
    'curl http://me:s3cr3t-value@x/a',
    'curl "http://x/a?api_key=s3cr3t-value&b=s3cr3t-value"',
    `curl --json '{"user":"me","password":"s3cr3t-value","deep":[{"credentials":{"x":"s3cr3t-value"}}]}' http://x`,
    'curl -d "user=me&password=s3cr3t-value" http://x',
    `curl -H 'Content-Type: text/xml' -d '<a><password>s3cr3t-value</password></a>' http://x`,
    `curl -d '{"password": "s3cr3t-value"}' http://x`,
  ])('leaves none in %s', (text) => {
    const traffic = imported(text)
    expect(JSON.stringify(traffic)).not.toContain('s3cr3t')
    expect(traffic.secrets.length).toBeGreaterThan(0)
  })

  it('keeps what only sounds like one', () => {
    expect(
      first(`curl --json '{"max_tokens": 100, "author": "Tolkien", "token_type": "bearer"}' http://x`)?.body,
    ).toEqual({
      kind: 'json',
      value: { max_tokens: 100, author: 'Tolkien', token_type: 'bearer' },
    })
  })
})

describe('a command that cannot be imported', () => {
  it.each([
    ['echo hello', /a curl command, got none/],
    ['curl -s', /a URL/],
    ['curl --requst POST http://x', /an option of curl, got "--requst" \(did you mean request\?\)/],
    ['curl -X', /a value after --request/],
    ['curl ftp://x/file', /a URL of http or https/],
    ['curl -d @body.json http://x', /the body itself behind --data, got a file/],
    ['curl -F photo=@a.jpg http://x', /multipart/],
    ['curl -X PROPFIND http://x', /one of GET/],
    ['curl "http://x" ^\n -H "a: b"', /Windows' cmd/],
  ])('%j says what was expected', (text, message) => {
    expect(() => imported(text)).toThrow(message)
  })
})

describe('what curl itself would send', () => {
  it.each([
    ['curl "http://x/p/[1-3]"', ['/p/1', '/p/2', '/p/3']],
    ['curl "http://x/p/[08-12:2]"', ['/p/08', '/p/10', '/p/12']],
    ['curl "http://x/{a,b}/[x-y]"', ['/a/x', '/a/y', '/b/x', '/b/y']],
    ["curl 'http://x/\\{a,b\\}'", ['/%7Ba,b%7D']],
    ['curl -g "http://x/{a,b}"', ['/%7Ba,b%7D']],
    ['curl "http://[::1]:3000/a"', ['/a']],
  ])('asks for every URL that %s stands for', (command, paths) => {
    expect(imported(command).requests.map(({ path }) => path)).toEqual(paths)
  })

  it('refuses a URL that stands for very many', () => {
    expect(() => imported('curl "http://x/[1-100]/[1-100]"')).toThrow('expected a URL that stands for at most 100')
  })

  it.each([
    ['{"a":1.0}', { kind: 'text', text: '{"a":1.0}' }],
    ['{"a":-0}', { kind: 'text', text: '{"a":-0}' }],
    ['{"a":1, "a":2}', { kind: 'text', text: '{"a":1, "a":2}' }],
    ['{"b":1,"1":2}', { kind: 'text', text: '{"b":1,"1":2}' }],
    ['{"b" : 1, "a":"\\u00e4"}', { kind: 'json', value: { b: 1, a: 'ä' } }],
  ])('sends JSON as %s where writing it anew would change it', (json, body) => {
    expect(first(`curl --json '${json}' http://x`)?.body).toEqual(body)
  })

  it('takes known secrets also out of JSON that is sent as it is', () => {
    const { requests } = imported(`curl --json '{"a":"sk_live_abcdefgh12345678","a":2}' http://x`)
    expect(JSON.stringify(requests)).not.toContain('sk_live')
  })

  it('sends all cookies and not the last', () => {
    expect(imported('curl -b a=1 -b b=$B http://x').requests[0]?.headers.Cookie).toBe('${COOKIE}${B}')
  })

  it('encodes no credentials that are variables, but asks for the encoded ones', () => {
    const { requests, secrets } = imported('curl -u "$NAME:$WORD" http://x')
    expect(requests[0]?.headers).toEqual({ Authorization: 'Basic ${BASIC_AUTH}' })
    expect(secrets.map(({ variable }) => variable)).toEqual(['BASIC_AUTH'])
  })

  it.each([
    ["curl -H 'Host: shop.example' http://x", 'header (Host)'],
    ["curl -H 'X-Name: ☃' http://x", 'header (x-name)'],
    ['curl --path-as-is http://x/a/../b', 'option of curl (--path-as-is)'],
  ])('says what it leaves out of %s', (command, what) => {
    expect(imported(command).omitted.map((omission) => omission.what)).toContain(what)
  })

  it('asks for no variable that nothing refers to', () => {
    const { secrets } = imported('curl http://bob:hunter2xyz@x/a')
    expect(secrets.map(({ variable }) => variable)).toEqual(['BASIC_AUTH'])
  })
})
