import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { evaluationInterval } from '../../../harness/backtest/evaluation-interval.ts'
import { remoteAccess } from '../../../prometheus/remote/access.ts'
import { inTemporaryFolder } from '../../support/run-cli.ts'

const ofRun = (test: string | null) =>
  inTemporaryFolder(async (folder) => {
    if (test !== null) writeFileSync(join(folder, 'alert.test.yml'), test)
    return evaluationInterval({ kind: 'run', path: join(folder, 'scrapes.om') })
  })

async function ofServer(status: number, answer: unknown): Promise<number> {
  const server = createServer((request, response) => {
    const isAsked = request.url?.startsWith('/api/v1/status/config')
    response.writeHead(isAsked ? status : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify(isAsked ? answer : { status: 'error', errorType: 'not_found', error: 'no' }))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return await evaluationInterval({ kind: 'prometheus', access: remoteAccess(url, {}) })
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const configured = (yaml: string) => ({ status: 'success', data: { yaml } })

describe('evaluationInterval', () => {
  it.each([
    ['that of the run', 'rule_files: [a.yml]\nevaluation_interval: 1s500ms\ntests: []\n', 1.5],
    ['1m where the test does not say it', 'rule_files: [a.yml]\n', 60],
    ['1m where the test is no YAML', 'a: b: c', 60],
    ['1m where there is no test', null, 60],
  ])('of a run is %s', async (_, test, seconds) => {
    expect(await ofRun(test)).toBe(seconds)
  })

  it.each([
    ['that of its configuration', 200, configured('global:\n  evaluation_interval: 15s\n'), 15],
    ['1m where it is not configured', 200, configured('global: {}\n'), 60],
    ['1m where the server does not tell', 404, {}, 60],
  ])('of a Prometheus is %s', async (_, status, answer, seconds) => {
    expect(await ofServer(status, answer)).toBe(seconds)
  })

  it('of a Prometheus that hangs is not waited for by one who stops', async () => {
    const controller = new AbortController()
    const server = createServer(() => controller.abort(new Error('stopped by the user')))
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const access = remoteAccess(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {})
    await expect(evaluationInterval({ kind: 'prometheus', access }, controller.signal)).rejects.toThrow(
      'stopped by the user',
    )
    server.closeAllConnections()
    server.close()
  })

  it('of a file is 1m', async () => {
    expect(await evaluationInterval({ kind: 'openMetrics', path: 'nosuch.om' })).toBe(60)
  })
})
