// An example to copy: the SLA of a service as one of its tests. In your own project the import is
// `import { runScenario } from 'sla-harness'`.

import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runScenario } from '../../index.ts'

const scenario = join(import.meta.dirname, 'checkout.yaml')
let service: Server
let url: string

beforeAll(async () => {
  service = createServer((_, response) => setTimeout(() => response.end('{"paid":true}'), 15))
  service.listen(0, '127.0.0.1')
  await once(service, 'listening')
  url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`
})

afterAll(async () => {
  service.close()
  service.closeAllConnections()
  await once(service, 'close')
})

// Not `toBe('pass')`: on a machine that is too busy to measure on, a run proves nothing and says inconclusive.
it('keeps its SLA under its everyday traffic', { timeout: 60_000 }, async () => {
  const { verdict, reasons, report } = await runScenario(scenario, { target: url })
  expect(verdict, reasons.join('\n')).not.toBe('fail')
  expect(report.load.total).toMatchObject({ offered: 240, completed: 240, errors: 0 })
})
