import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  checkReporterFiles,
  chooseReporters,
  namesReporter,
  REPORTER_FORMS,
} from '../../../reports/reporters/reporters.ts'
import { writeTo } from '../../../reports/reporters/write-to.ts'
import { SAMPLE_REPORTS } from '../../support/sample-reports.ts'

const GITHUB = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: '/summary.md' }

describe('chooseReporters', () => {
  it.each([
    { sentence: 'takes the terminal alone by default', names: [], env: {}, reporters: ['terminal'] },
    {
      sentence: 'adds the summary and the annotations in a GitHub job',
      names: [],
      env: GITHUB,
      reporters: ['terminal', 'markdown', 'github'],
    },
    {
      sentence: 'takes the terminal alone where GitHub variables say no',
      names: ['auto'],
      env: { GITHUB_STEP_SUMMARY: '', GITHUB_ACTIONS: 'false' },
      reporters: ['terminal'],
    },
    { sentence: 'takes each once', names: ['terminal', 'auto', 'terminal'], env: {}, reporters: ['terminal'] },
    { sentence: 'leaves out annotations that nobody would read', names: ['github'], env: {}, reporters: [] },
    {
      sentence: 'adds a named reporter to the automatic ones',
      names: ['auto', 'junit=out/j.xml'],
      env: {},
      reporters: ['terminal', 'junit'],
    },
  ])('$sentence', ({ names, env, reporters }) => {
    expect(chooseReporters(names, env).map(({ name }) => name)).toEqual(reporters)
  })

  it('writes Markdown to the named file, else to the job summary', () => {
    expect(chooseReporters(['markdown'], GITHUB)).toEqual([{ name: 'markdown', file: '/summary.md' }])
    expect(chooseReporters(['markdown=a=b.md'], GITHUB)).toEqual([{ name: 'markdown', file: 'a=b.md' }])
  })
})

describe('files of reporters', () => {
  let root: string
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'sla-harness-'))
  })
  afterEach(async () => {
    await rm(root, { recursive: true })
  })

  it.each(['/proc/nope/junit.xml', '/dev/null/junit.xml', '/'])('refuses %s before the run', async (file) => {
    await expect(checkReporterFiles([{ name: 'junit', file }], {})).rejects.toThrow(
      `--reporter junit=${file}: expected a file that can be written to, got `,
    )
  })

  it('leaves nothing behind of a check, and keeps what is there', async () => {
    await writeFile(join(root, 'there.xml'), 'before')
    const files = [join(root, 'new', 'deep', 'junit.xml'), join(root, 'there.xml'), '/dev/stdout']
    await checkReporterFiles(
      files.map((file) => ({ name: 'junit', file })),
      {},
    )
    expect(await readdir(root)).toEqual(['there.xml'])
    expect(await readFile(join(root, 'there.xml'), 'utf8')).toBe('before')
  })

  it('makes no folder for a job summary that is not there, and needs none to be checked', async () => {
    const file = join(root, 'nope', 'summary.md')
    const environment = { GITHUB_STEP_SUMMARY: file }
    const output = {
      stream: { write: () => {} },
      environment,
      quiet: true,
      policy: { inconclusive: 'skipped' },
      literal: (text: string) => text,
    } as const
    await checkReporterFiles([{ name: 'markdown', file }], environment)
    await expect(writeTo({ name: 'markdown', file }, SAMPLE_REPORTS['passing-spike'], output)).rejects.toThrow('ENOENT')
    expect(await readdir(root)).toEqual([])
  })
})

describe('namesReporter', () => {
  it('lists the forms of its table', () => {
    expect(REPORTER_FORMS).toEqual(['auto', 'terminal', 'markdown[=<file>]', 'github', 'junit=<file>'])
  })

  it.each(['auto', 'terminal', 'github', 'markdown', 'markdown=a.md', 'junit=a=b.xml'])('accepts %j', (text) => {
    expect(namesReporter(text)).toBe(true)
  })

  it.each(['', 'junit', 'junit=', 'markdown=', 'terminal=a', 'auto=a', 'toString'])('refuses %j', (text) => {
    expect(namesReporter(text)).toBe(false)
  })
})
