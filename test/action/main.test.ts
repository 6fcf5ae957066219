// The action and the documented job, step by step as GitHub runs them, with its environment simulated. npm is a stand-in:
// the sources are compiled already, and an installation has tests of its own.

import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { packageRoot } from '../../core/compiled-entry.ts'
import { recordedShop, SHOP_RULES } from '../support/recorded-shop.ts'
import { compositeAction, DONE, type Job, runSteps, type Texts, type UsedAction } from '../support/workflow-runner.ts'

const ACTION = 'your-organisation/sla-harness'
const guide = readFileSync(join(packageRoot, 'docs', 'ci.md'), 'utf8')
const jobs = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => parse(text as string))
const documented = (name: string) => jobs.find((job) => job.name === name).jobs.sla.steps

const SCENARIO = `name: quick
server: { latency: { constant: 5ms }, concurrency: 16, layout: lab }
request: { path: /predict }
load:
  arrivals: constant
  timeout: 5s
  phases: [{ name: steady, for: 1s, rate: 20 }]
sla: [under 2s > 10%]
`

/** A project that has the package among its dependencies and nothing else of the harness, and a runner for it. */
function project(): { job: Job; artifacts: Map<string, string>; npmCalls: () => string[] } {
  const root = mkdtempSync(join(tmpdir(), 'sla-harness-action-'))
  projects.push(root)
  const [workspace, temp, bin] = ['workspace', 'temp', 'bin'].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ]
  for (const folder of [join(workspace, 'sla'), join(workspace, 'other'), temp, bin])
    mkdirSync(folder, { recursive: true })
  for (const file of ['sla/checkout.yaml', 'sla/search.yaml', 'other/search.yml'])
    writeFileSync(join(workspace, file), SCENARIO)
  const calls = join(root, 'npm-calls')
  writeFileSync(join(bin, 'npm'), `#!/bin/sh\necho "$@" >> ${calls}\n`, { mode: 0o755 })
  mkdirSync(join(workspace, 'node_modules', '.bin'), { recursive: true })
  const command = `#!/bin/sh\nexec '${process.execPath}' '${join(packageRoot, 'dist', 'cli.js')}' "$@"\n`
  writeFileSync(join(workspace, 'node_modules', '.bin', 'sla-harness'), command, { mode: 0o755 })
  const artifacts = new Map<string, string>()
  const caches = new Map<string, string>()
  const action = compositeAction(join(packageRoot, 'action.yml'), packageRoot)
  const job: Job = {
    workspace,
    temp,
    env: {
      PATH: `${bin}:${process.env.PATH}`,
      HOME: root,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_JOB: 'sla',
      NODE_ENV: 'production',
    },
    contexts: {
      github: { ref: 'refs/heads/main', run_id: '1' },
      runner: { os: 'Linux' },
      strategy: { 'job-index': 0, 'job-total': 1 },
    },
    actions: {
      [ACTION]: action,
      'actions/checkout': () => DONE,
      'actions/setup-node': () => DONE,
      'actions/cache': () => DONE,
      'actions/cache/restore': (inputs) => restore(caches, join(root, 'caches'), workspace, inputs),
      'actions/cache/save': (inputs) => save(caches, join(root, 'caches'), workspace, inputs),
      'actions/upload-artifact': (inputs) => upload(artifacts, workspace, inputs),
    },
  }
  const npmCalls = () => (existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : [])
  return { job, artifacts, npmCalls }
}

// As upload-artifact from version 4 on: a name can be taken once in a workflow run.
function upload(
  artifacts: Map<string, string>,
  workspace: string,
  { name = '', path = '' }: Texts,
): ReturnType<UsedAction> {
  if (artifacts.has(name)) return { ...DONE, failed: true, log: `an artifact of the name ${name} already exists\n` }
  if (existsSync(join(workspace, path))) artifacts.set(name, path)
  return DONE
}

// A cache is restored by its key, or else the newest whose key begins like `restore-keys`. A saved one never changes.
function restore(caches: Map<string, string>, store: string, workspace: string, inputs: Texts): ReturnType<UsedAction> {
  const { key = '', path = '' } = inputs
  const prefix = inputs['restore-keys']?.trim() || key
  const found = caches.has(key) ? key : [...caches.keys()].findLast((name) => name.startsWith(prefix))
  if (found === undefined) return DONE
  cpSync(join(store, found), join(workspace, path), { recursive: true })
  return { ...DONE, outputs: { 'cache-matched-key': found } }
}

function save(
  caches: Map<string, string>,
  store: string,
  workspace: string,
  { key = '', path = '' }: Texts,
): ReturnType<UsedAction> {
  if (caches.has(key)) return { ...DONE, log: `the key ${key} is taken, so nothing was saved\n` }
  mkdirSync(dirname(join(store, key)), { recursive: true })
  cpSync(join(workspace, path), join(store, key), { recursive: true })
  caches.set(key, path)
  return DONE
}

const projects: string[] = []
beforeAll(() => {
  expect(existsSync(join(packageRoot, 'dist', 'action', 'main.js'))).toBe(true)
})
afterAll(() => {
  for (const root of projects) rmSync(root, { recursive: true, force: true })
})

const use = (inputs: Texts) => [{ id: 'sla', uses: `${ACTION}@v0`, with: inputs }]

describe('the action', () => {
  it('runs every scenario into a folder of its own, and hands on verdict, folder and artifact', () => {
    const { job, artifacts, npmCalls } = project()
    const scenario = 'sla/checkout.yaml\r\nsla/search.yaml\r\nother/search.yml\r\n'
    const result = runSteps(use({ scenario, flags: '--seed 3\n--quiet', out: 'out' }), job)
    const reports = ['checkout', 'sla-search', 'other-search'].map((name) =>
      JSON.parse(readFileSync(join(job.workspace, 'out', name, 'report.json'), 'utf8')),
    )
    expect(reports.map(({ run }) => run.seed)).toEqual([3, 3, 3])
    // On a busy machine a run may prove nothing; the action hands on what the reports say.
    const verdict = reports.every((report) => report.verdict === 'pass') ? 'pass' : 'inconclusive'
    expect(result.steps.sla?.outputs).toEqual({
      verdict,
      'exit-code': verdict === 'pass' ? '0' : '3',
      folder: 'out',
      artifact: 'sla-reports-sla',
    })
    expect([...artifacts]).toEqual([['sla-reports-sla', 'out']])
    expect(npmCalls()).toEqual([expect.stringContaining('ci --prefix')])
    expect(npmCalls()[0]).toContain('--include=dev')
  }, 120_000)

  it('answers a pull request that changes rules: the comment as summary, the exit code as gate', () => {
    const { job, artifacts } = project()
    const write = (name: string, text: string) => writeFileSync(join(job.workspace, name), text)
    write('rules.yml', SHOP_RULES)
    write('new-rules.yml', SHOP_RULES.replace('> 1\n', '> 2\n'))
    write('shop.om', recordedShop())
    const inputs = { mode: 'backtest', rules: 'rules.yml\n', proposed: 'new-rules.yml', data: 'shop.om', out: 'back' }
    const met = runSteps(use({ ...inputs, expect: 'CheckoutSlow: at most 3 times\nCheckoutSlow: fires' }), job)
    expect([met.failed, met.log]).toEqual([false, met.log])
    expect(met.steps.sla?.outputs).toMatchObject({ verdict: 'pass', 'exit-code': '0', folder: 'back' })
    expect(met.summary).toMatch(/^## ✔ Back-test: CheckoutSlow fired 2 → 1 times in the 4h to/)
    expect(artifacts.get('sla-reports-sla')).toBe('back')
    const notMet = runSteps(use({ ...inputs, expect: 'CheckoutSlow: never', artifact: '' }), job)
    expect([notMet.failed, notMet.steps.sla?.outputs.verdict]).toEqual([true, 'fail'])
    const open = runSteps(use({ ...inputs, expect: 'QueueFull: never', artifact: '' }), job)
    expect([open.failed, open.steps.sla?.outputs['exit-code']]).toEqual([true, '3'])
  }, 60_000)

  it('hands on no verdict of a report that an earlier use left in the folder, and finds that of --out', () => {
    const { job, artifacts } = project()
    writeFileSync(join(job.workspace, 'rules.yml'), SHOP_RULES)
    writeFileSync(join(job.workspace, 'shop.om'), recordedShop())
    const inputs = { mode: 'backtest', rules: 'rules.yml', data: 'shop.om', expect: 'CheckoutSlow: fires' }
    const outputsOf = (more: Texts) => runSteps(use({ ...inputs, ...more }), job).steps.sla?.outputs
    expect(outputsOf({})).toMatchObject({ verdict: 'pass', 'exit-code': '0', folder: 'sla-reports' })
    expect(outputsOf({ data: 'nothing.om' })).toMatchObject({ verdict: '', 'exit-code': '2' })
    const elsewhere = outputsOf({ flags: '--out elsewhere', expect: 'CheckoutSlow: never', artifact: 'there' })
    expect(elsewhere).toMatchObject({ verdict: 'fail', 'exit-code': '1', folder: 'elsewhere' })
    expect(artifacts.get('there')).toBe('elsewhere')
  }, 60_000)

  it.each([
    [
      { mode: 'backtest', rules: '' },
      'rules: expected a rule file, one a line, got nothing',
      'Nothing was back-tested.',
    ],
    [
      { mode: 'backtst' },
      'mode: expected scenario or backtest, got backtst (did you mean backtest?)',
      'No scenario was run.',
    ],
  ])('fails the job for %j', (inputs, message, nothing) => {
    const { job } = project()
    const result = runSteps(use(inputs), job)
    expect(result.failed).toBe(true)
    expect(result.log).toContain(`::error title=SLA harness::${message}`)
    expect(result.summary).toContain(nothing)
    expect(result.steps.sla?.outputs).toMatchObject({ verdict: '', 'exit-code': '2' })
  })

  it('fails the job where no scenario is named, with an annotation and a summary', () => {
    const { job, artifacts } = project()
    const result = runSteps(use({ scenario: ' \n' }), job)
    expect(result.failed).toBe(true)
    expect(result.log).toContain('::error title=SLA harness::scenario: expected the name or file of a scenario')
    expect(result.summary).toContain('No scenario was run.')
    expect(result.steps.sla?.outputs).toMatchObject({ verdict: '', 'exit-code': '2' })
    expect([...artifacts]).toEqual([])
  })

  it('takes an artifact name of its own each time it is used in a job, in another job and in another leg of a matrix', () => {
    const { job } = project()
    const names = (used: Job) => runSteps([...use({ scenario: '' })], used).steps.sla?.outputs.artifact
    const leg = {
      ...job,
      temp: mkdtempSync(join(job.temp, 'leg-')),
      contexts: { ...job.contexts, strategy: { 'job-index': 1, 'job-total': 2 } },
    }
    const other = { ...job, temp: mkdtempSync(join(job.temp, 'job-')), env: { ...job.env, GITHUB_JOB: 'nightly' } }
    expect([names(job), names(job), names(leg), names(other)]).toEqual([
      'sla-reports-sla',
      'sla-reports-sla-2',
      'sla-reports-sla-1',
      'sla-reports-nightly',
    ])
  })
})

describe('the documented job with the package', () => {
  it('is green without a baseline, saves one, and judges the next run against it', () => {
    const { job: plain, artifacts } = project()
    // On a busy machine a run may prove nothing, which is not what is tested here.
    const job = { ...plain, env: { ...plain.env, SLA_HARNESS_INCONCLUSIVE: 'pass' } }
    const first = runSteps(documented('sla-regression'), job)
    expect([first.failed, first.log]).toEqual([false, first.log])
    expect(reportOf(job).baseline).toBeUndefined()
    artifacts.clear()
    rmSync(join(job.workspace, 'sla-baseline'), { recursive: true })
    rmSync(join(job.workspace, 'sla-report'), { recursive: true })
    const onBranch = { github: { ref: 'refs/pull/7/merge', run_id: '2' } }
    const second = runSteps(documented('sla-regression'), { ...job, contexts: { ...job.contexts, ...onBranch } })
    expect(second.log).not.toContain('No such file')
    expect(reportOf(job).baseline.startedAt).toBe(
      JSON.parse(readFileSync(join(job.workspace, 'sla-baseline', 'report.json'), 'utf8')).run.startedAt,
    )
  }, 120_000)
})

const reportOf = (job: Job) => JSON.parse(readFileSync(join(job.workspace, 'sla-report', 'report.json'), 'utf8'))
