// The same scripts, put to the real Prometheus: PROMTOOL names a promtool binary. Those of its version are run.

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parsePromqlScript, SCRIPT_VERSIONS } from '../../support/promql-script.ts'
import { promtoolTest } from '../../support/promtool-test.ts'

const promtool = process.env.PROMTOOL
const version = promtool === undefined ? undefined : versionOf(promtool)

if (!version) process.stderr.write('PROMTOOL names no promtool of a tested version: the scripts are not put to it\n')

describe.skipIf(!version)('the scripts hold for the real Prometheus', () => {
  const scripts = join(import.meta.dirname, 'scripts')
  const folder = mkdtempSync(join(tmpdir(), 'promtool-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  it.each(readdirSync(scripts).sort())('%s', (name) => {
    const file = join(folder, `${name}.yml`)
    writeFileSync(file, promtoolTest(parsePromqlScript(readFileSync(join(scripts, name), 'utf8')), version ?? ''))
    const { status, stdout, stderr } = spawnSync(promtool ?? '', ['test', 'rules', file], { encoding: 'utf8' })
    expect({ status, output: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, output: '' })
  })
})

function versionOf(binary: string): string | undefined {
  const text = execFileSync(binary, ['--version'], { encoding: 'utf8' })
  return SCRIPT_VERSIONS.find((known) => text.includes(`version ${known}.`))
}
