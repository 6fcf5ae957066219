import { describe, expect, it } from 'vitest'
import { type ActionInputs, planRuns } from '../../action/plan-runs.ts'
import { UserError } from '../../core/user-error.ts'

const NOTHING: ActionInputs = {
  scenario: '',
  target: '',
  metrics: '',
  baseline: '',
  inconclusive: 'inconclusive',
  flags: '',
  out: 'sla-reports',
}
const none = () => false
const plan = (inputs: Partial<ActionInputs>, isRun: (path: string) => boolean = none) =>
  planRuns({ ...NOTHING, ...inputs }, isRun)

describe('planRuns', () => {
  it.each(['', '  ', '\n', '\r\n \r\n'])('rejects an input without a scenario: %j', (scenario) => {
    expect(() => plan({ scenario })).toThrow(UserError)
  })

  it('runs one scenario a line, and ignores blank lines, spaces and carriage returns', () => {
    const runs = plan({ scenario: ' steady \r\n\r\nsla/checkout.yaml\r\n' })
    expect(runs.map(({ scenario, folder }) => [scenario, folder])).toEqual([
      ['steady', 'sla-reports/steady'],
      ['sla/checkout.yaml', 'sla-reports/checkout'],
    ])
  })

  it.each([
    ['files of one name', 'a/quick.yaml\nb/quick.yml', ['a-quick', 'b-quick']],
    ['one file twice', 'quick.yaml\nquick.yaml', ['quick', 'quick-2']],
    ['files that differ in their ending only', 'a/x.yaml\na/x.yml', ['a-x', 'a-x-2']],
    ['a path that leads upwards', '../x.yaml\nx.yaml', ['x', 'x-2']],
  ])('gives a folder of its own to each of %s', (_, scenario, folders) => {
    expect(plan({ scenario, out: 'out' }).map(({ folder }) => folder)).toEqual(folders.map((name) => `out/${name}`))
  })

  it('hands on every input as a flag, and flags of several lines', () => {
    const inputs = {
      scenario: 'steady',
      target: 'http://127.0.0.1:8080',
      metrics: 'http://127.0.0.1:8080/metrics',
      inconclusive: 'fail',
      flags: '--seed 3\n--quiet\n--reporter "junit=a b.xml"',
    }
    expect(plan(inputs)[0]?.args).toEqual([
      ...['scenario', 'steady', '--out', 'sla-reports/steady', '--seed', '3', '--quiet', '--reporter', 'junit=a b.xml'],
      ...['--inconclusive', 'fail', '--target', 'http://127.0.0.1:8080', '--metrics', 'http://127.0.0.1:8080/metrics'],
    ])
  })

  it('looks for the report of one scenario where the flags put it', () => {
    const [run] = plan({ scenario: 'steady', flags: '--seed 3 --out=elsewhere' })
    expect([run?.folder, run?.root]).toEqual(['elsewhere', 'elsewhere'])
    expect(run?.args.slice(0, 6)).toEqual(['scenario', 'steady', '--out', 'elsewhere', '--seed', '3'])
  })

  it('rejects several scenarios that would write into one folder', () => {
    expect(() => plan({ scenario: 'a.yaml\nb.yaml', flags: '--out elsewhere' })).toThrow(
      'flags: expected no --out beside 2 scenarios',
    )
  })

  it('judges each scenario against its own report in the baseline, and without one where there is none', () => {
    const runs = plan({ scenario: 'a.yaml\nb.yaml', baseline: 'base' }, (path) => path === 'base/b')
    expect(runs.map(({ args }) => args.slice(args.indexOf('--baseline') + 1))).toEqual([runs[0]?.args, ['base/b']])
  })

  it('takes a single run as the baseline of a single scenario only', () => {
    const isRun = (path: string) => path === 'base'
    expect(plan({ scenario: 'a.yaml', baseline: 'base' }, isRun)[0]?.args.slice(-2)).toEqual(['--baseline', 'base'])
    const both = plan({ scenario: 'a.yaml\nb.yaml', baseline: 'base' }, isRun)
    expect(both.flatMap(({ args }) => args)).not.toContain('--baseline')
  })
})
