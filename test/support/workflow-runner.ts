// Runs the steps of a GitHub Actions job on this machine, with GitHub's environment simulated: enough for the action and
// the documented jobs of this project. A step that uses an action is handed to a function that stands for it.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { type ExpressionFunctions, evaluate, interpolate, isTruthy } from './workflow-expression.ts'

export interface WorkflowStep {
  readonly id?: string
  readonly if?: string | boolean
  readonly uses?: string
  readonly with?: Readonly<Record<string, unknown>>
  readonly run?: string
  readonly env?: Readonly<Record<string, unknown>>
}

export type Texts = Readonly<Record<string, string>>

export interface StepResult {
  readonly failed: boolean
  readonly outputs: Texts
  /** What it printed, on stdout and stderr: where workflow commands stand. */
  readonly log: string
  /** What it appended to the job's summary page. */
  readonly summary: string
}

export type UsedAction = (inputs: Texts, job: Job) => StepResult

export interface Job {
  /** GITHUB_WORKSPACE, where scripts run. */
  readonly workspace: string
  /** RUNNER_TEMP, and the files of GITHUB_OUTPUT and the like. */
  readonly temp: string
  readonly env: Texts
  /** By what stands before `@` in `uses`. */
  readonly actions: Readonly<Record<string, UsedAction>>
  /** `github`, `runner`, `strategy`, `inputs` … */
  readonly contexts: Readonly<Record<string, unknown>>
}

export interface JobResult extends StepResult {
  readonly steps: Readonly<Record<string, { readonly outputs: Texts }>>
}

export const DONE: StepResult = { failed: false, outputs: {}, log: '', summary: '' }

/** Runs steps in order; after one that failed only those whose condition names always() or failure(). */
export function runSteps(steps: readonly WorkflowStep[], job: Job): JobResult {
  const byId: Record<string, { outputs: Texts }> = {}
  let whole = DONE
  for (const step of steps) {
    const contexts = { ...job.contexts, env: job.env, steps: byId }
    const functions = functionsAfter(whole.failed)
    if (!isWanted(step, whole.failed, contexts, functions)) continue
    const fill = (texts: Readonly<Record<string, unknown>> = {}): Texts =>
      Object.fromEntries(
        Object.entries(texts).map(([name, text]) => [name, interpolate(String(text ?? ''), contexts, functions)]),
      )
    const done =
      step.uses === undefined
        ? runScript(interpolate(step.run ?? '', contexts, functions), { ...job.env, ...fill(step.env) }, job)
        : runAction(step.uses, fill(step.with), job)
    if (step.id !== undefined) byId[step.id] = { outputs: done.outputs }
    whole = {
      failed: whole.failed || done.failed,
      outputs: done.outputs,
      log: whole.log + done.log,
      summary: whole.summary + done.summary,
    }
  }
  return { ...whole, steps: byId }
}

/** A composite action (action.yml) as one that a step may use. */
export function compositeAction(file: string, path: string): UsedAction {
  const action = parse(readFileSync(file, 'utf8'))
  const defaults = Object.entries<{ default?: string }>(action.inputs).map(([name, input]) => [
    name,
    input.default ?? '',
  ])
  return (given, job) => {
    const contexts = { ...job.contexts, inputs: { ...Object.fromEntries(defaults), ...given } }
    const env = { ...job.env, GITHUB_ACTION_PATH: path }
    const result = runSteps(action.runs.steps, { ...job, env, contexts })
    const outputs = Object.entries<{ value: string }>(action.outputs ?? {}).map(([name, { value }]) => [
      name,
      interpolate(value, { ...contexts, steps: result.steps }, {}),
    ])
    return { ...result, outputs: Object.fromEntries(outputs) }
  }
}

function isWanted(
  { if: condition }: WorkflowStep,
  failed: boolean,
  contexts: Readonly<Record<string, unknown>>,
  functions: ExpressionFunctions,
): boolean {
  if (condition === undefined) return !failed
  const source = String(condition).replace(/^\$\{\{([\s\S]*)\}\}$/, '$1')
  const isMet = isTruthy(evaluate(source, contexts, functions))
  return isMet && (!failed || /\b(always|failure)\(\)/.test(source))
}

function functionsAfter(failed: boolean): ExpressionFunctions {
  return { always: () => true, success: () => !failed, failure: () => failed, hashFiles: () => 'hash' }
}

function runAction(uses: string, inputs: Texts, job: Job): StepResult {
  const name = uses.split('@')[0] as string
  const action = job.actions[name]
  if (action === undefined) throw new Error(`expected an action that the test knows, got ${uses}`)
  return action(inputs, job)
}

// As GitHub runs it: `bash --noprofile --norc -eo pipefail`, with a file each for outputs and summary.
function runScript(script: string, env: Texts, { workspace, temp }: Job): StepResult {
  const folder = mkdtempSync(join(temp, 'step-'))
  const [output, summary] = [join(folder, 'output'), join(folder, 'summary.md')]
  const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd: workspace,
    encoding: 'utf8',
    env: {
      ...env,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_WORKSPACE: workspace,
      RUNNER_TEMP: temp,
    },
  })
  return {
    failed: status !== 0,
    outputs: outputsIn(textOf(output)),
    log: stdout + stderr,
    summary: textOf(summary),
  }
}

function outputsIn(text: string): Texts {
  const lines = text.split('\n').filter((line) => line.includes('='))
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))
}

const textOf = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '')
