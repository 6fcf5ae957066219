import { describe, expect, it } from 'vitest'
import { probePrometheus } from '../../../../harness/doctor/target/probe-prometheus.ts'
import { freePort } from '../../preflight/small-services.ts'

const HISTOGRAM = { name: 'x_seconds', match: '' }

describe('a look at a Prometheus', () => {
  it('that does not answer says why', async () => {
    const url = `http://127.0.0.1:${await freePort()}`
    const facts = await probePrometheus({ kind: 'remote', url }, HISTOGRAM, {})
    expect(facts).toMatchObject({ kind: 'failed', failure: expect.stringMatching(/refused/) })
  })

  it('whose programs are missing names the first of them', async () => {
    const facts = await probePrometheus({ kind: 'local' }, HISTOGRAM, { PATH: '/nowhere' })
    expect(facts).toMatchObject({ kind: 'failed', failure: expect.stringMatching(/^prometheus: expected it on PATH/) })
  })

  it('whose programs are there names them', async () => {
    const node = process.execPath
    const environment = { SLA_HARNESS_PROMETHEUS_BIN: node, SLA_HARNESS_ALERTMANAGER_BIN: node }
    expect(await probePrometheus({ kind: 'local' }, HISTOGRAM, environment)).toEqual({
      kind: 'local',
      programs: [node, node],
    })
  })
})
