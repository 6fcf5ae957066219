// The same scripts, put to the real Prometheus: all that hold for the version of the promtool that is found.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { parsePromqlScript, SCRIPT_VERSIONS } from '../../../support/promql-script.ts'
import { promtoolTest } from '../../../support/promtool-test.ts'
import { describeReal } from '../../../support/real-programs.ts'

describeReal('the scripts hold for the real Prometheus', ['promtool'], ({ promtool }) => {
  const scripts = join(import.meta.dirname, '../scripts')
  const folder = mkdtempSync(join(tmpdir(), 'promtool-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  const { stdout: versionText } = spawnSync(promtool, ['--version'], { encoding: 'utf8' })
  const version = SCRIPT_VERSIONS.find((known) => versionText.includes(`version ${known}.`))
  if (version === undefined) {
    it.skip(`(skipped: the scripts know the versions ${SCRIPT_VERSIONS.join(', ')}, not this promtool's)`, () => {})
    return
  }

  it.each(readdirSync(scripts).sort())('agrees with promtool on %s', (name) => {
    const file = join(folder, `${name}.yml`)
    writeFileSync(file, promtoolTest(parsePromqlScript(readFileSync(join(scripts, name), 'utf8')), version))
    const { status, stdout, stderr } = spawnSync(promtool, ['test', 'rules', file], { encoding: 'utf8' })
    expect({ status, output: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, output: '' })
  })
})
