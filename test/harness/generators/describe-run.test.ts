import { readdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../../core/compiled-entry.ts'
import { journalBytes, readJournalEntry } from '../../../generators/wire/journal-entry.ts'
import { describeRun } from '../../../harness/generators/describe-run.ts'
import { setUpRun } from '../../../harness/setup/run-setup.ts'
import { inTemporaryFolder } from '../../support/run-cli.ts'

const VERSIONS = { wire: 1, protocol: 1, program: '1.0.0' }

async function kept(file: string) {
  const setup = await setUpRun(file, {})
  const description = describeRun(setup)
  const bytes = journalBytes({ kind: 'run', versions: VERSIONS, session: 'x', description, machines: [] })
  const read = readJournalEntry(bytes, VERSIONS.program)
  if (read.kind !== 'run') throw new Error('expected the entry of a run')
  return { setup, description: read.description, text: Buffer.from(bytes).toString('latin1') }
}

describe('what is kept of a run', () => {
  const names = readdirSync(join(packageRoot, 'scenarios')).filter((name) => name.endsWith('.yaml'))

  it.each(names)('is the scenario as it is judged: %s', async (name) => {
    const { setup, description } = await kept(join(packageRoot, 'scenarios', name))
    const { load, sla, alerts, requests } = description.scenario
    expect({ load, sla, alerts }).toEqual({
      load: setup.scenario.load,
      sla: setup.scenario.sla,
      alerts: setup.scenario.alerts,
    })
    expect(requests.map((request) => request.name)).toEqual(setup.scenario.requests.map((request) => request.name))
  })

  it('holds no secret, neither one of the environment nor one that stands in the file', () =>
    inTemporaryFolder(async (folder) => {
      const file = join(folder, 'secret.yaml')
      await writeFile(
        file,
        `name: secret
question: Is anything kept that must not be?
target: { url: 'http://user:url-secret@127.0.0.1:1' }
request: { path: '/?token=query-secret', headers: { Authorization: 'Bearer literal-secret', X-Key: other-secret } }
load: { phases: [{ name: go, for: 1s, rate: 1 }] }
sla: [p95 < 1s]
`,
      )
      const { text } = await kept(file)
      expect(text).toContain('Is anything kept that must not be?')
      expect(text).not.toMatch(/[a-z]+-secret/)
    }))
})
