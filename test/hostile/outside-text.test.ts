// A whole run against a service and a metrics page that print what may act on a terminal or on a job in GitHub: nothing of
// it reaches the output as it came.

import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inTemporaryFolder, runCli } from '../support/run-cli.ts'

const EVIL = '\x1b[31m\x9b2J\x07\u202e\u2066'
const OWNED = '::error::owned'
const PAGE = `# TYPE h_seconds histogram
h_seconds_bucket{path="${EVIL}\\n${OWNED}",le="1"} 5
h_seconds_bucket{path="${EVIL}\\n${OWNED}",le="+Inf"} 5
h_seconds_sum{path="${EVIL}\\n${OWNED}"} 1
h_seconds_count{path="${EVIL}\\n${OWNED}"} 5
`

/** A page that fails to parse after a while, and errors that quote what is evil. */
async function evilService() {
  let scrapes = 0
  const server = createServer((request, response) => {
    if (request.url === '/metrics') {
      response.setHeader('content-type', 'text/plain')
      response.end(scrapes++ < 3 ? PAGE : `${PAGE}${EVIL}\r${OWNED}\n`)
      return
    }
    response
      .writeHead(500, { 'content-type': `text/plain; x="${OWNED}"` })
      .end(`${EVIL}\n${OWNED}\r\n::set-env name=A::b\n`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { port: (server.address() as AddressInfo).port, close }
}

/** Those that a terminal or a job would take for a command. */
function acting(output: string): string[] {
  // Of its own it writes colours nowhere here: the output is no terminal.
  const marks = [...output].filter((letter) => /[\p{Cc}\p{Cf}]/u.test(letter) && letter !== '\n')
  return [...marks, ...output.split('\n').filter((line) => /^\s*::(?:error|set-env)\b.*owned|^\s*::set-env/.test(line))]
}

describe('text from outside', () => {
  it('reaches no output as it came, not even in a job of GitHub', { timeout: 60_000 }, async () => {
    const { port, close } = await evilService()
    try {
      await inTemporaryFolder(async (cwd) => {
        const url = `http://127.0.0.1:${port}`
        writeFileSync(
          join(cwd, 'evil.yaml'),
          `name: evil
target: { url: '${url}', metrics: { url: '${url}/metrics', histogram: h_seconds } }
load: { phases: [{ name: only, for: 3s, rate: 20 }] }
sla: [errors < 1%]
prometheus: { scrapeInterval: 500ms }
`,
        )
        const env = { GITHUB_ACTIONS: 'true', CI: 'true', NO_COLOR: '1' }
        const flags = ['--out', 'run', '--reporter', 'terminal,github']
        const result = await runCli(['scenario', 'evil.yaml', '--no-preflight', ...flags], { cwd, env })
        // On a busy machine the generator may have been overloaded.
        expect([1, 3]).toContain(result.code)
        expect(result.stdout).toContain('owned')
        expect([acting(result.stdout), acting(result.stderr)]).toEqual([[], []])
        const tried = await runCli(['scenario', 'evil.yaml', ...flags], { cwd, env })
        expect(tried.stderr).toContain('owned')
        // The page fails by now, and the harness says so by a command of its own.
        const others = tried.stderr.replace(/^::error title=SLA harness.*$/m, '')
        expect([acting(tried.stdout), acting(others)]).toEqual([[], []])
      })
    } finally {
      close()
    }
  })
})
