// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the notation of references in scenario files

import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shellCommands } from '../../../../draft/import/curl/shell-words.ts'

const BASH = '/bin/bash'

/** What bash itself hands to a command. */
function wordsOfBash(text: string): string[] {
  const script = `curl() { printf 'curl\\0'; printf '%s\\0' "$@"; }\n${text}`
  const out = execFileSync(BASH, ['--norc', '-c', script], {
    encoding: 'utf8',
    env: { LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' },
  })
  return out.split('\0').slice(0, -1)
}

const wordsOf = (text: string) => shellCommands(text, 'the command').flatMap(({ words }) => words)

const TEXTS = [
  `curl http://localhost:3000`,
  `curl 'http://localhost:3000/a?b=c&d=e'`,
  `curl "http://localhost/a b" -H 'X: "quoted"'`,
  `curl -d '{"a": "it'\\''s"}' http://x`,
  `curl -d "{\\"a\\": \\"b\\"}" http://x`,
  `curl -d "a\\$b\\\\c\\\`d\\e" http://x`,
  `curl --data-raw $'{"a":"it\\'s","b":"line\\nnext\\ttab","c":"\\u0041\\x42\\103"}' http://x`,
  `curl $'\\u00e9\\xc3\\xa9\\U0001F600' http://x`,
  `curl $"plain" http://x`,
  `curl \\\n  -H 'A: b' \\\n  http://x`,
  `curl ht\\\ntp://x`,
  `curl "a\\\nb" 'c\\\nd'`,
  `curl a\\ b c\\'d`,
  `curl '' "" http://x`,
  `curl http://x # a comment`,
  `curl http://x/#fragment a#b`,
  `# a comment first\ncurl http://x`,
  `curl http://a; curl http://b && curl http://c`,
  `curl http://a\n\n\ncurl http://b`,
  `curl -o /dev/null http://x 2>/dev/null`,
  `curl http://x 2>&1`,
  `curl a'b'"c"$'d'e`,
  `TOKEN=abc; curl -H "Authorization: Bearer $TOKEN" "\${TOKEN}x"`,
  `export BASE=http://localhost:1; curl $BASE/a`,
  `curl -d 'multi\nline' http://x`,
  `curl -d "price: $ 5" http://x`,
  `curl $'tab\\there' 'back\\slash' "back\\slash"`,
]

describe.skipIf(!existsSync(BASH))('the words of a shell text', () => {
  it.each(TEXTS)('are those of bash: %j', (text) => {
    expect(wordsOf(text)).toEqual(wordsOfBash(text))
  })

  it('are those of bash for any quoting of any text', () => {
    const piece = fc.string({ unit: fc.constantFrom(...' abc{}:,/?&=%"\'\\$#;|<>()`\n\t~*é'), maxLength: 8 })
    const single = piece.map((text) => `'${text.replaceAll("'", "'\\''")}'`)
    const double = piece.map((text) => `"${text.replace(/["\\$`]/g, '\\$&')}"`)
    const ansi = piece.map((text) => `$'${text.replace(/['\\]/g, '\\$&').replaceAll('\n', '\\n')}'`)
    const words = fc.array(fc.array(fc.oneof(single, double, ansi), { minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 6,
    })
    const property = fc.property(words, (quoted) => {
      const text = `curl ${quoted.map((parts) => parts.join('')).join(' \\\n ')}`
      expect(wordsOf(text)).toEqual(wordsOfBash(text))
    })
    fc.assert(property, { numRuns: 60 })
  })
})

describe('what only a shell can know', () => {
  it.each([
    ['curl "$(cat token)"', /output of another command/],
    ['curl `cat token`', /output of another command/],
    ['curl $1', /only a shell can fill in/],
    ['curl "${A:-b}"', /only a shell can fill in/],
    ["curl 'a", /closing '/],
    ['curl "a', /closing "/],
    ["curl $'a", /closing '/],
    ['curl -d @- <<EOF\na\nEOF', /input by <</],
    ['(curl a)', /a \( of the shell/],
  ])('refuses %j', (text, message) => {
    expect(() => shellCommands(text, 'the command')).toThrow(message)
  })

  it('reads the longest hostile texts in time', () => {
    for (const piece of ["'a'", '\\', '$', '"a"', '$a', "$'\\x41'", '\n', '#', 'a>b ']) {
      const text = piece.repeat(100_000)
      try {
        shellCommands(text, 'the command')
      } catch (error) {
        expect(error).toHaveProperty('name', 'UserError')
      }
    }
  })
})
