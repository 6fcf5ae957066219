import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { reportMistake } from '../../../commands/process/report-mistake.ts'
import type { Environment } from '../../../core/environment.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sla-harness-'))
})
afterEach(() => rmSync(root, { recursive: true }))

function said(message: string, environment: Environment, isSaid = false): string {
  let text = ''
  const stderr = {
    write(part: string) {
      text += part
    },
  }
  reportMistake({ message, exitCode: 2, isSaid }, stderr, environment)
  return text
}

describe('reportMistake', () => {
  it('is the message alone outside of GitHub', () => {
    expect(said('spike.yaml:3 load: expected phases', {})).toBe('spike.yaml:3 load: expected phases\n')
    expect(said('unknown flag', {}, true)).toBe('')
  })

  it('adds an annotation and a job summary in a GitHub job', () => {
    const summary = join(root, 'summary.md')
    writeFileSync(summary, 'of a step before\n')
    const text = said('100% wrong\n::error::mine', { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary })
    expect(text).toBe(
      '100% wrong\n: :error::mine\n::error title=SLA harness%3A exit code 2::100%25 wrong%0A: :error::mine\n',
    )
    expect(readFileSync(summary, 'utf8')).toBe(
      'of a step before\n## SLA harness\n\nNothing was judged: exit code 2.\n\n```\n100% wrong\n: :error::mine\n```\n',
    )
  })

  it('makes no folder for a summary that is not there', () => {
    const environment = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(root, 'nope', 'summary.md') }
    expect(said('wrong', environment)).toContain('::error title=')
    expect(readdirSync(root)).toEqual([])
  })
})
