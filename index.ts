// The library: runs a scenario from within a program or a test, and gives back its report.
//
//   const { verdict, reasons } = await runScenario('scenarios/checkout.yaml', { target: service.url })
//   expect(verdict, reasons.join('\n')).not.toBe('fail')

export type * from './core/report/report.ts'
export { VERDICTS, type Verdict, worstVerdict } from './core/report/worst-verdict.ts'
export { type Baseline, DEFAULT_MARGIN, type EarlierRun } from './core/run/earlier-run.ts'
export type { LiveDisplay } from './core/run/live-display.ts'
export type { LiveState } from './core/run/live-state.ts'
export type { Scenario } from './core/scenario/scenario.ts'
export { UserError } from './core/user-error.ts'
export type { LayoutRequest } from './harness/layouts/compare-evidence.ts'
export { type RunOutcome, runScenario } from './harness/run-scenario.ts'
export type { PrometheusChoice, RunOptions } from './harness/setup/run-options.ts'
export { type SimulateOptions, simulateScenario } from './harness/simulation/simulate-scenario.ts'
export { renderJUnit } from './reports/junit/junit.ts'
export { renderMarkdown } from './reports/markdown/report-markdown.ts'
export { readReport, readRun } from './reports/run-folder/read-run.ts'
export { renderTerminalSummary } from './reports/terminal/summary/summary.ts'
export { loadScenario } from './scenario-file/load-scenario.ts'
