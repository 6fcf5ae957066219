// Scenarios with data, from the file to the report.

import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runScenario } from '../../../harness/run-scenario.ts'
import { ChaosServer } from '../../support/chaos-server.ts'
import { inTemporaryFolder } from '../../support/run-cli.ts'

const PASSWORDS = ['correct horse battery', 'Tr0ub4dor&3', 'p/a"s s']
const CSV = `email,password\n${PASSWORDS.map((password, i) => `u${i}@example.com,"${password.replaceAll('"', '""')}"`).join('\n')}\n`

async function withService<Result>(use: (url: string, server: ChaosServer) => Promise<Result>): Promise<Result> {
  const server = await new ChaosServer().start()
  try {
    return await use(server.url, server)
  } finally {
    await server.kill()
  }
}

const textOf = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')

describe.concurrent('a scenario with data', () => {
  it('shows references in its report, and no value, also where answers repeat them', { timeout: 60_000 }, async () => {
    await inTemporaryFolder(async (cwd) => {
      await withService(async (url, server) => {
        writeFileSync(join(cwd, 'users.csv'), CSV)
        const file = join(cwd, 'login.yaml')
        writeFileSync(
          file,
          `name: login
target: { url: "${url}" }
data: { users: { file: users.csv } }
values: { id: uuid }
request:
  path: /echo?id=\${values.id}
  headers: { X-User: "\${users.email}" }
  json: { user: "\${users.email}", secret: "\${users.password}" }
  expect: { json: { never: true } }
load: { arrivals: constant, phases: [{ name: only, for: 1s, rate: 12 }] }
sla: [errors < 1%]
`,
        )
        const { report } = await runScenario(file, { cwd, out: 'out' })
        // The first was tried before the load.
        expect(server.requests.slice(1).map(({ body }) => JSON.parse(body).secret)).toEqual(
          Array.from({ length: 12 }, (_, i) => PASSWORDS[i % 3]),
        )
        expect(report.load.firstErrors?.[0]?.answer?.body).toContain(`\${users.email}`)
        expect(report.load.checks?.[0]?.failed).toBe(12)
        const written = textOf(join(cwd, 'out'))
        expect(written).toContain(`\${users.password}`)
        for (const value of [...PASSWORDS, 'u0@example.com', server.requests[0]?.path.slice('/echo?id='.length) ?? ''])
          expect(written).not.toContain(value)
      })
    })
  })

  it('is inconclusive where its users run out of rows, and says so', { timeout: 60_000 }, async () => {
    await inTemporaryFolder(async (cwd) => {
      await withService(async (url) => {
        writeFileSync(join(cwd, 'users.csv'), CSV)
        const file = join(cwd, 'once.yaml')
        writeFileSync(
          file,
          `name: once
target: { url: "${url}" }
data: { users: { file: users.csv, order: once } }
request: { path: "/ok/\${users.email}" }
load: { phases: [{ name: crowd, for: 30s, users: 1, think: 10ms }] }
sla: [errors < 50%]
`,
        )
        const { report, verdict } = await runScenario(file, { cwd })
        expect(verdict).toBe('inconclusive')
        expect(report.run.interrupted).toBe(false)
        expect(report.run.aborted).toMatch(
          /^the data set users ran out after [\d.]+ s of the run: each of its 3 rows is sent once, and 1 arrival had none left, so the traffic ended there/,
        )
        expect(report.load.total.offered).toBe(3)
      })
    })
  })

  it('does not begin where its rows cannot be enough', async () => {
    await inTemporaryFolder(async (cwd) => {
      writeFileSync(join(cwd, 'users.csv'), CSV)
      const file = join(cwd, 'short.yaml')
      writeFileSync(
        file,
        `name: short
target: { url: "http://127.0.0.1:9" }
data:
  users: { file: users.csv, order: once }
request: { path: "/ok/\${users.email}" }
load: { arrivals: constant, phases: [{ name: only, for: 1s, rate: 4 }] }
`,
      )
      await expect(runScenario(file, { cwd })).rejects.toThrow(
        'short.yaml:4 data.users: expected at least 4 rows, for the requests of this run send each once, got 3',
      )
    })
  })
})
