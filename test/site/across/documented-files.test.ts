// The files that the guides have people save are right: scenarios and rules pass `validate`, and a dry run shows what
// each scenario would send. Nothing is sent.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../../core/compiled-entry.ts'
import { fencesOf } from '../../../site/markdown/fence.ts'
import { inTemporaryFolder, runCli } from '../../support/run-cli.ts'

const filesOf = (document: string) =>
  fencesOf(readFileSync(join(packageRoot, document), 'utf8')).flatMap(({ title, text }) =>
    title === null ? [] : [{ title, text }],
  )

describe.each(['docs/getting-started.md', 'docs/cookbook.md'])('the files of %s', (document) => {
  const files = filesOf(document)
  const scenarios = files.map(({ title }) => title).filter((title) => !title.endsWith('.rules.yml'))

  it('pass validate, and their scenarios a dry run', async () => {
    expect(scenarios.length).toBeGreaterThan(0)
    await inTemporaryFolder(async (cwd) => {
      for (const { title, text } of files) writeFileSync(join(cwd, title), text)
      const env = { CLIENT_SECRET: 's3cret' }
      const validated = await runCli(['validate', ...files.map(({ title }) => title)], { cwd, env })
      expect(validated).toMatchObject({ code: 0, stderr: '' })
      const runs = scenarios.map((title) => runCli(['scenario', title, '--dry-run'], { cwd, env }))
      for (const { code, stdout } of await Promise.all(runs)) {
        expect(stdout).toContain('Nothing was sent.')
        expect(stdout).not.toContain('s3cret')
        expect(code).toBe(0)
      }
    })
  })
})
