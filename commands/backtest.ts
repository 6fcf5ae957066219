// `sla-harness backtest`: what the alerts of a rule file would have done on recorded data. No traffic is sent.
// Exits with 0 once it ran, 1 where an expectation is not met, 3 where one cannot be told.

import { Command } from 'commander'
import { parseExpectation } from '../analysis/backtest/expectation.ts'
import { UserError } from '../core/user-error.ts'
import type { BacktestOptions } from '../harness/backtest/backtest-options.ts'
import type { SpanEnd } from '../harness/layouts/record-choice.ts'
import { EXIT_CODES, exitCodeOfExpectations } from './exit-code.ts'
import {
  forList,
  rangeList,
  recordedData,
  stepSeconds,
  type TriedFlags,
  thresholdList,
  variationsOf,
} from './flags/backtest-flags.ts'
import { flag } from './flags/flag.ts'
import { gathered, spanEnd } from './flags/layout-flags.ts'
import { addReportFlags, type ReportFlags } from './flags/report-flags.ts'
import { rulesFlag } from './flags/rules-flag.ts'
import { type Example, withExamples } from './help/examples.ts'
import { writeMessage } from './message.ts'
import { interruptSignal } from './process/interrupt.ts'

interface BacktestFlags extends TriedFlags, ReportFlags {
  readonly rules?: readonly string[]
  readonly proposed?: string
  readonly prometheus?: string
  readonly data?: string
  readonly from?: SpanEnd
  readonly to?: SpanEnd
  /** Seconds. */
  readonly step?: number
  readonly alert?: readonly string[]
  readonly expect?: readonly string[]
}

const EXAMPLES: readonly Example[] = [
  {
    does: 'what the rules did in four weeks of a Prometheus',
    run: 'sla-harness backtest --rules rules.yml --prometheus http://127.0.0.1:9090 --from -28d',
  },
  {
    does: 'one alert, on what a run recorded',
    run: 'sla-harness backtest --rules rules.yml --data scrapes.om --alert CheckoutSlow',
  },
  {
    does: 'other figures in place of those of the rule',
    run: 'sla-harness backtest --rules rules.yml --prometheus URL --for 30s,2m,5m --threshold 0.5,1',
  },
  {
    does: 'which pages a change of the rules would bring, as a gate',
    run: `sla-harness backtest --rules rules.yml --proposed new-rules.yml --prometheus URL \\
    --expect 'CheckoutSlow: at most 1 per 7d' --expect 'CheckoutDown: fires'`,
  },
]

const REMARKS = `
No traffic is sent: a Prometheus is asked for its samples, or a file is read.

--expect takes: NAME: never | fires | at most 3 times | at most 1 per 7d, each also with "as drawn" behind it, which
judges what Prometheus would have sent whatever the buckets leave open. With --proposed, the proposed rules are judged.

Exit codes: 0 it ran, 1 an expectation is not met, 2 bad usage or input, 3 an expectation cannot be told, 130 interrupted.`

export function backtestCommand(): Command {
  const command = new Command('backtest')
    .description('what alerts would have done on recorded data: how often they fired, surely, as drawn, and at most')
    .addOption(rulesFlag())
    .addOption(flag('--proposed <file>', 'a rule file to compare with today’s: pages that are new, gone or moved'))
    .addOption(flag('--prometheus <url>', 'the Prometheus that has the data'))
    .addOption(flag('--data <path>', 'recorded data instead: scrapes.om, a run folder, promtool tsdb dump-openmetrics'))
    .addOption(
      flag(
        '--from <instant>',
        'read from there on: -28d, or 2026-01-31T12:00:00Z (a Prometheus: -28d; a file: its beginning)',
      ).argParser(spanEnd),
    )
    .addOption(flag('--to <instant>', 'read until there (default: now, or the end of the file)').argParser(spanEnd))
    .addOption(
      flag(
        '--step <duration>',
        'how often groups without an interval are evaluated (default: as the server or the run did, otherwise 1m)',
      ).argParser(stepSeconds),
    )
    .addOption(flag('--alert <name>', 'this alert alone (may be repeated)').argParser(gathered))
    .addOption(flag('--for <durations>', 'try these instead of the rule’s `for`: 30s,2m,5m').argParser(forList))
    .addOption(flag('--range <durations>', 'try these as the range of its rates: 1m,5m').argParser(rangeList))
    .addOption(flag('--threshold <numbers>', 'try these as its threshold: 0.5,1,2').argParser(thresholdList))
    .addOption(
      flag('--expect <expectation>', 'judge an alert: "CheckoutSlow: never" (may be repeated)').argParser(gathered),
    )
  addReportFlags(command, 'reports/backtests').addHelpText('after', REMARKS).action(backtest)
  return withExamples(command, EXAMPLES)
}

async function backtest(flags: BacktestFlags): Promise<void> {
  const options = optionsOf(flags)
  // Loaded only now: a mistake in the flags should not have to wait for the PromQL parser.
  const { readRuleVariants } = await import('../harness/backtest/rule-variants.ts')
  const rules = await readRuleVariants(options, process.cwd())
  const { backtestRules } = await import('../harness/backtest/backtest-rules.ts')
  const { claimReportFolder } = await import('../reports/published/claim-report-folder.ts')
  const { progressLine } = await import('../reports/backtest/terminal/progress-line.ts')
  const { publishBacktest } = await import('../reports/backtest/publish-backtest.ts')
  const folder = await claimReportFolder('backtests', { out: flags.out, rules: options.rules, startedAt: new Date() })
  const progress = progressLine(process.stderr, flags.quiet === true)
  const signal = interruptSignal(() =>
    progress.note('stopping; what was read is reported (Ctrl-C again leaves at once)'),
  )
  try {
    const report = await backtestRules(options, rules, {
      environment: process.env,
      nowMs: () => Date.now(),
      signal,
      onProgress: (state) => progress.show(state),
    })
    progress.end()
    const { stdout, stderr, env: environment } = process
    const { json = false, quiet = false, markdown } = flags
    await publishBacktest(report, { folder: folder.path, markdown, json, quiet, stdout, stderr, environment })
    process.exitCode = exitCodeOfExpectations(report.verdict, report.run.interrupted, flags.inconclusive)
  } catch (error) {
    progress.end()
    await folder.release()
    if (!signal.aborted) throw error
    writeMessage(process.stderr, 'stopped before anything was evaluated')
    process.exitCode = EXIT_CODES.interrupted
  }
}

function optionsOf(flags: BacktestFlags): BacktestOptions {
  const { rules = [], proposed = null, prometheus, data, from, to, step, alert = [], expect = [] } = flags
  if (rules.length === 0)
    throw new UserError(
      'backtest: expected --rules FILE, got none; an example: sla-harness backtest --rules rules.yml --prometheus http://127.0.0.1:9090 --from -28d',
    )
  return {
    rules,
    proposed,
    data: recordedData(prometheus, data),
    from,
    to,
    evaluationSeconds: step,
    alerts: alert,
    variations: variationsOf(flags),
    expectations: expect.map(parseExpectation),
  }
}
