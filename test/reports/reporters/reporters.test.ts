import { describe, expect, it } from 'vitest'
import { chooseReporters, namesReporter, REPORTER_FORMS } from '../../../reports/reporters/reporters.ts'

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
