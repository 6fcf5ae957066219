// The body of the GitHub action (action.yml): runs each scenario, or one back-test, with the command line, and hands on the
// outcome.
// Inputs come through the environment as INPUT_<NAME>: what they hold is never run as a command.

import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { didYouMean } from '../core/text/nearest-word.ts'
import { workflowCommand } from '../core/text/workflow-command.ts'
import { UserError } from '../core/user-error.ts'
import { type FinishedCall, handedVerdict } from './handed-verdict.ts'
import { DEFAULT_ROOT } from './input-words.ts'
import { planBacktest } from './plan-backtest.ts'
import { type ActionInputs, type PlannedRun, planRuns } from './plan-runs.ts'
import { worstExitCode } from './worst-exit-code.ts'

const CLI = fileURLToPath(new URL('../cli.js', import.meta.url))

const input = (name: string) => process.env[`INPUT_${name.toUpperCase()}`] ?? ''

const inputs: ActionInputs = {
  scenario: input('scenario'),
  target: input('target'),
  metrics: input('metrics'),
  baseline: input('baseline'),
  inconclusive: input('inconclusive'),
  flags: input('flags'),
  out: input('out'),
}

const mode = input('mode').trim() || 'scenario'

try {
  process.exitCode = runMode()
} catch (error) {
  if (!(error instanceof UserError)) throw error
  process.stdout.write(workflowCommand('error', { title: 'SLA harness' }, error.message))
  const nothing = mode === 'backtest' ? 'Nothing was back-tested.' : 'No scenario was run.'
  appendTo('GITHUB_STEP_SUMMARY', `## SLA harness\n\n${nothing} ${error.message}\n`)
  handOn('', 2, inputs.out.trim() || DEFAULT_ROOT)
  process.exitCode = 2
}

function runMode(): number {
  if (mode === 'scenario') return runAll(planRuns(inputs, isRun))
  if (mode === 'backtest') return runBacktest()
  throw new UserError(`mode: expected scenario or backtest, got ${mode}${didYouMean(mode, ['scenario', 'backtest'])}`)
}

function runBacktest(): number {
  const { folder, args } = planBacktest({
    rules: input('rules'),
    proposed: input('proposed'),
    prometheus: input('prometheus'),
    data: input('data'),
    from: input('from'),
    expect: input('expect'),
    inconclusive: inputs.inconclusive,
    flags: inputs.flags,
    out: inputs.out,
  })
  const call = callCommand(args, join(folder, 'backtest.json'))
  handOn(handedVerdict([call]), call.exitCode, folder)
  return call.exitCode
}

function callCommand(args: readonly string[], report: string): FinishedCall {
  const before = textOf(report)
  const { status, error } = spawnSync(process.execPath, [CLI, ...args], { stdio: ['ignore', 'inherit', 'inherit'] })
  if (error) throw error
  return { exitCode: status ?? 70, before, after: textOf(report) }
}

function textOf(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8') : null
}

function runAll(runs: readonly PlannedRun[]): number {
  if (inputs.baseline.trim() !== '' && !runs.some(({ args }) => args.includes('--baseline')))
    process.stdout.write(
      workflowCommand('notice', { title: 'SLA harness' }, `There is no baseline in ${inputs.baseline} yet.`),
    )
  const calls = runs.map(({ args, folder }) => callCommand(args, join(folder, 'report.json')))
  const code = worstExitCode(calls.map(({ exitCode }) => exitCode))
  handOn(handedVerdict(calls), code, runs[0]?.root ?? DEFAULT_ROOT)
  return code
}

function handOn(verdict: string, exitCode: number, folder: string): void {
  appendTo('GITHUB_OUTPUT', `verdict=${verdict}\nexit-code=${exitCode}\nfolder=${folder}\n`)
}

function appendTo(variable: string, text: string): void {
  const file = process.env[variable]
  if (file) appendFileSync(file, text)
}

function isRun(path: string): boolean {
  return existsSync(join(path, 'report.json')) || (existsSync(path) && statSync(path).isFile())
}
