// A run full of secrets: whatever it leaves and whatever it prints is searched for every one of them.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inTemporaryFolder, runCli } from '../support/run-cli.ts'

const SECRETS = {
  PATH_KEY: 'path-key-71f0',
  QUERY_KEY: 'query key/71f1&x',
  HEADER_TOKEN: 'header-token-71f2',
  METRICS_KEY: 'metrics-key-71f3',
  USER_PASSWORD: 'pass-word-71f4',
} as const

/** Every form in which one of them would be readable. */
const FORMS = [
  ...Object.values(SECRETS).flatMap((secret) => [secret, encodeURIComponent(secret)]),
  Buffer.from(`alice:${SECRETS.USER_PASSWORD}`).toString('base64'),
]

const PAGE = `# TYPE h_seconds histogram
h_seconds_bucket{le="1"} 5
h_seconds_bucket{le="+Inf"} 5
h_seconds_sum 1
h_seconds_count 5
`

let service: Server
let port = 0
let sent = 0

// Prints metrics until the load has begun, and quotes the request in every error.
beforeAll(async () => {
  service = createServer((request, response) => {
    if (!request.url?.startsWith('/metrics')) {
      sent++
      return response.end('ok')
    }
    if (sent < 10) return response.setHeader('content-type', 'text/plain').end(PAGE)
    return response.writeHead(500).end(`cannot ${request.url} for ${request.headers.authorization}`)
  })
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
  port = (service.address() as AddressInfo).port
})

afterAll(() => {
  service.closeAllConnections()
  service.close()
})

function scenarioFile(folder: string): string {
  const file = join(folder, 'secrets.yaml')
  writeFileSync(
    file,
    `name: secrets
target:
  url: http://alice:\${USER_PASSWORD}@127.0.0.1:${port}
  metrics:
    url: ['http://127.0.0.1:${port}/metrics?key=\${METRICS_KEY}', 'http://127.0.0.1:${port}/metrics/\${METRICS_KEY}']
    histogram: h_seconds
request:
  path: /\${PATH_KEY}/x?key=\${QUERY_KEY}
  headers: { x-plain-name: 'v \${HEADER_TOKEN}' }
load:
  arrivals: constant
  phases: [{ name: steady, for: 2s, rate: 20 }]
sla: [errors < 50%]
prometheus: { rules: rules.yml, scrapeInterval: 1s }
alerts: { Slow: never }
`,
  )
  const rule =
    '{ alert: Slow, expr: "histogram_quantile(0.95, sum by (le, instance) (rate(h_seconds_bucket[2s]))) > 0.9" }'
  writeFileSync(join(folder, 'rules.yml'), `groups:\n  - name: latency\n    rules:\n      - ${rule}\n`)
  return file
}

const secretsIn = (text: string) => FORMS.filter((form) => text.includes(form))

describe('secrets', () => {
  it('reach neither a file of the run nor its output, also where scrapes fail', async () => {
    await inTemporaryFolder(async (cwd) => {
      const env = { ...SECRETS, QUERY_KEY: encodeURIComponent(SECRETS.QUERY_KEY) }
      const result = await runCli(['scenario', scenarioFile(cwd), '--out', 'out', '--json'], { cwd, env })
      expect(result.stderr).not.toContain('defect')
      const files = readdirSync(join(cwd, 'out'))
      expect(files).toEqual(
        expect.arrayContaining(['report.json', 'report.html', 'report.md', 'junit.xml', 'scrapes.om']),
      )
      const leaks = files.map((file) => [file, secretsIn(readFileSync(join(cwd, 'out', file), 'utf8'))] as const)
      expect(leaks.filter(([, found]) => found.length > 0)).toEqual([])
      expect([secretsIn(result.stdout), secretsIn(result.stderr)]).toEqual([[], []])
      expect(JSON.parse(result.stdout).run.problems.length).toBeGreaterThan(0)
    })
  })

  it('reach no message where the run cannot begin', async () => {
    await inTemporaryFolder(async (cwd) => {
      const file = scenarioFile(cwd)
      const unreachable = readFileSync(file, 'utf8').replaceAll(`:${port}/metrics`, ':9/metrics')
      writeFileSync(file, unreachable)
      const env = { ...SECRETS, QUERY_KEY: encodeURIComponent(SECRETS.QUERY_KEY) }
      const result = await runCli(['scenario', file, '--out', 'out'], { cwd, env })
      expect(result.code).toBe(2)
      expect([secretsIn(result.stdout), secretsIn(result.stderr)]).toEqual([[], []])
    })
  })
})
