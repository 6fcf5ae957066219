import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { UserError } from '../../../../core/user-error.ts'
import { findBinary } from '../../../../prometheus/local/programs/find-binary.ts'

let root: string
const path = (...names: string[]) => join(root, ...names)

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'find-binary-'))
  for (const folder of ['debian', 'upstream', 'misleading/prometheus']) mkdirSync(path(folder), { recursive: true })
  program('debian', 'prometheus')
  program('debian', 'prometheus-alertmanager')
  program('upstream', 'alertmanager')
  writeFileSync(path('misleading', 'promtool'), 'not a program', { mode: 0o644 })
})

afterAll(() => rmSync(root, { recursive: true }))

function program(folder: string, name: string): void {
  writeFileSync(path(folder, name), '#!/bin/sh\n')
  chmodSync(path(folder, name), 0o755)
}

const onPath = (...folders: string[]) => ({ PATH: folders.map((folder) => path(folder)).join(delimiter) })

describe('a program on PATH', () => {
  it('is found in the first folder that has it', () => {
    expect(findBinary('prometheus', onPath('upstream', 'debian'))).toBe(path('debian', 'prometheus'))
  })

  it('ignores folders and files that are not executable', () => {
    expect(findBinary('prometheus', onPath('misleading', 'debian'))).toBe(path('debian', 'prometheus'))
  })

  it("may have Debian's name for alertmanager or its own", () => {
    expect(findBinary('alertmanager', onPath('upstream', 'debian'))).toBe(path('debian', 'prometheus-alertmanager'))
    expect(findBinary('alertmanager', onPath('upstream'))).toBe(path('upstream', 'alertmanager'))
  })
})

describe('a program that the environment configures', () => {
  it('takes precedence over PATH', () => {
    const environment = { ...onPath('debian'), SLA_HARNESS_ALERTMANAGER_BIN: path('upstream', 'alertmanager') }
    expect(findBinary('alertmanager', environment)).toBe(path('upstream', 'alertmanager'))
  })

  it('is searched on PATH if the variable is empty', () => {
    expect(findBinary('prometheus', { ...onPath('debian'), SLA_HARNESS_PROMETHEUS_BIN: '' })).toBe(
      path('debian', 'prometheus'),
    )
  })

  it('is rejected if it is not executable, without a search elsewhere', () => {
    const named = path('misleading', 'promtool')
    expect(() => findBinary('promtool', { ...onPath('debian'), SLA_HARNESS_PROMTOOL_BIN: named })).toThrow(
      new UserError(`SLA_HARNESS_PROMTOOL_BIN: expected an executable file, got ${named}`),
    )
  })
})

describe('a missing program', () => {
  it.each([
    ['prometheus', 'expected it on PATH (as prometheus) or in SLA_HARNESS_PROMETHEUS_BIN, found none'],
    [
      'alertmanager',
      'expected it on PATH (as prometheus-alertmanager or alertmanager) or in SLA_HARNESS_ALERTMANAGER_BIN',
    ],
    ['promtool', 'expected it on PATH (as promtool) or in SLA_HARNESS_PROMTOOL_BIN, found none'],
  ] as const)('%s: says where it was looked for', (name, message) => {
    expect(() => findBinary(name, onPath('misleading'))).toThrow(UserError)
    expect(() => findBinary(name, {})).toThrow(message)
  })

  it('comes with the install line for Debian and a pointer elsewhere', () => {
    expect(() => findBinary('prometheus', {})).toThrow('sudo apt-get install prometheus prometheus-alertmanager')
    expect(() => findBinary('prometheus', {})).toThrow('https://prometheus.io/download/')
  })
})
