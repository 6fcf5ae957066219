import { InvalidArgumentError } from 'commander'
import { describe, expect, it } from 'vitest'
import { chooseReporters, reporterNames } from '../../commands/reporter.ts'

const GITHUB = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: '/summary.md' }

describe('chooseReporters', () => {
  it.each([
    { sentence: 'auto on a terminal', names: [], env: {}, kinds: ['terminal'] },
    { sentence: 'auto in a GitHub job', names: [], env: GITHUB, kinds: ['terminal', 'markdown', 'github'] },
    {
      sentence: 'auto elsewhere',
      names: ['auto'],
      env: { GITHUB_STEP_SUMMARY: '', GITHUB_ACTIONS: 'false' },
      kinds: ['terminal'],
    },
    { sentence: 'each once', names: ['terminal', 'auto', 'terminal'], env: {}, kinds: ['terminal'] },
    { sentence: 'no annotations where nobody reads them', names: ['github'], env: {}, kinds: [] },
    { sentence: 'beside auto', names: ['auto', 'junit=out/j.xml'], env: {}, kinds: ['terminal', 'junit'] },
  ])('$sentence', ({ names, env, kinds }) => {
    expect(chooseReporters(names, env).map(({ kind }) => kind)).toEqual(kinds)
  })

  it('writes Markdown where it is told to, else to the job summary', () => {
    expect(chooseReporters(['markdown'], GITHUB)).toEqual([{ kind: 'markdown', file: '/summary.md' }])
    expect(chooseReporters(['markdown=a=b.md'], GITHUB)).toEqual([{ kind: 'markdown', file: 'a=b.md' }])
  })
})

describe('reporterNames', () => {
  it('takes lists and repetitions', () => {
    expect(reporterNames('terminal, junit=a.xml', ['github'])).toEqual(['github', 'terminal', 'junit=a.xml'])
  })

  it.each(['', 'teminal', 'junit', 'junit=', 'terminal,'])('refuses %j', (text) => {
    expect(() => reporterNames(text, undefined)).toThrow(InvalidArgumentError)
  })
})
