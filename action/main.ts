// The body of the GitHub action (action.yml): runs each scenario with the command line, and hands on the outcome.
// Inputs come through the environment as INPUT_<NAME>: what they hold is never run as a command.

import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { workflowCommand } from '../core/text/workflow-command.ts'
import { UserError } from '../core/user-error.ts'
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

try {
  process.exitCode = runAll(planRuns(inputs, isRun))
} catch (error) {
  if (!(error instanceof UserError)) throw error
  process.stdout.write(workflowCommand('error', { title: 'SLA harness' }, error.message))
  appendTo('GITHUB_STEP_SUMMARY', `## SLA harness\n\nNo scenario was run. ${error.message}\n`)
  handOn('', 2)
  process.exitCode = 2
}

function runAll(runs: readonly PlannedRun[]): number {
  if (inputs.baseline.trim() !== '' && !runs.some(({ args }) => args.includes('--baseline')))
    process.stdout.write(
      workflowCommand('notice', { title: 'SLA harness' }, `There is no baseline in ${inputs.baseline} yet.`),
    )
  const codes = runs.map(({ args }) => {
    const { status, error } = spawnSync(process.execPath, [CLI, ...args], { stdio: ['ignore', 'inherit', 'inherit'] })
    if (error) throw error
    return status ?? 70
  })
  const code = worstExitCode(codes)
  handOn(worstVerdictIn(runs), code)
  return code
}

/** The worst verdict among the reports that were written; empty where there is none. */
function worstVerdictIn(runs: readonly PlannedRun[]): string {
  const verdicts = runs.map(({ folder }) => join(folder, 'report.json')).filter((file) => existsSync(file))
  const found = verdicts.map((file) => JSON.parse(readFileSync(file, 'utf8')).verdict)
  return ['fail', 'inconclusive', 'pass'].find((verdict) => found.includes(verdict)) ?? ''
}

function handOn(verdict: string, exitCode: number): void {
  appendTo('GITHUB_OUTPUT', `verdict=${verdict}\nexit-code=${exitCode}\nfolder=${inputs.out.trim() || 'sla-reports'}\n`)
}

function appendTo(variable: string, text: string): void {
  const file = process.env[variable]
  if (file) appendFileSync(file, text)
}

function isRun(path: string): boolean {
  return existsSync(join(path, 'report.json')) || (existsSync(path) && statSync(path).isFile())
}
