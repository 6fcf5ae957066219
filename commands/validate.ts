// `sla-harness validate`: checks scenarios, rule files, unit tests of rules and dashboards without sending traffic.

import { Command, InvalidArgumentError } from 'commander'
import { parseDuration } from '../core/text/duration.ts'
import { UserError } from '../core/user-error.ts'
import { expandPatterns } from '../harness/files/expand-patterns.ts'
import { type PassedOver, passedOverLines } from '../harness/files/passed-over.ts'
import { examineFile } from '../harness/validation/examine-file.ts'
import { examinedLines } from '../harness/validation/examined.ts'
import { knownTarget, type TargetSources } from '../harness/validation/known-target.ts'
import { scenarioNames } from '../scenario-file/list-scenarios.ts'
import { EXIT_CODES } from './exit-code.ts'
import { flag } from './flags/flag.ts'
import { type Example, withExamples } from './help/examples.ts'
import { writeMessage } from './message.ts'
import { reportMistake } from './process/report-mistake.ts'

const EXAMPLES: readonly Example[] = [
  { does: 'check a scenario and its rules', run: 'sla-harness validate checkout.yaml' },
  {
    does: 'all rule files below a folder, with how often their target is scraped',
    run: "sla-harness validate 'rules/**/*.yml' --scrape-interval 15s",
  },
  { does: 'all scenarios that can be run by name and begin with lag', run: "sla-harness validate 'lag*'" },
  {
    does: 'hold rules and a dashboard against what a Prometheus has',
    run: 'sla-harness validate rules.yml dashboard.json --prometheus http://127.0.0.1:9090',
  },
]

export function validateCommand(): Command {
  const command = new Command('validate')
    .description('check scenarios, rule files, unit tests of rules and dashboards without sending traffic')
    .argument('<file...>', 'files, folders or patterns; or names of scenarios, and patterns of them')
    .addOption(
      flag('--scrape-interval <duration>', 'how often the target of rules is scraped (default: 15s)').argParser(
        intervalSeconds,
      ),
    )
    .addOption(
      flag('--evaluation-interval <duration>', 'how often rules are evaluated whose group does not say it').argParser(
        intervalSeconds,
      ),
    )
    .addOption(flag('--scenario <name>', 'take intervals and bucket bounds from this scenario'))
    .addOption(flag('--metrics <page>', 'take bucket bounds from this page of metrics, a URL or a file'))
    .addOption(
      flag(
        '--prometheus <url>',
        'take bounds, series, intervals and retention from this Prometheus; with a URL or local, a real one evaluates the rules of scenarios',
      ),
    )
    .action(validate)
  return withExamples(command, EXAMPLES)
}

interface ValidateFlags extends TargetSources {
  /** Seconds. */
  readonly scrapeInterval?: number
  readonly evaluationInterval?: number
}

function intervalSeconds(text: string): number {
  const seconds = parseDuration(text)
  if (seconds !== undefined && seconds > 0) return seconds
  throw new InvalidArgumentError(`Expected a duration such as 15s, got ${text}.`)
}

async function validate(patterns: readonly string[], flags: ValidateFlags): Promise<void> {
  const files = await expandPatterns(patterns, scenarioNames({ cwd: process.cwd() }))
  const target = await knownTarget(sourcesOf(flags), process.env)
  const options = {
    target,
    allOfPromql: flags.prometheus !== undefined && flags.prometheus !== 'embedded',
    ...(flags.scrapeInterval !== undefined && { scrapeIntervalSeconds: flags.scrapeInterval }),
    ...(flags.evaluationInterval !== undefined && { evaluationIntervalSeconds: flags.evaluationInterval }),
  }
  const passedOver: PassedOver[] = []
  try {
    for (const file of files)
      try {
        const examined = await examineFile(file, options)
        if ('passedOver' in examined) {
          passedOver.push(examined)
          continue
        }
        for (const line of examinedLines(examined)) writeMessage(process.stdout, line)
        if (examined.findings.some(({ severity }) => severity === 'error')) process.exitCode = EXIT_CODES.usage
      } catch (error) {
        if (!(error instanceof UserError)) throw error
        reportMistake({ message: error.message, exitCode: EXIT_CODES.usage }, process.stderr, process.env)
        process.exitCode = EXIT_CODES.usage
      }
  } finally {
    await target.close()
  }
  for (const line of passedOverLines(passedOver)) writeMessage(process.stdout, line)
}

/** In the environment the flag may hold what `scenario` takes it for: who evaluates. */
function sourcesOf({ scenario, metrics, prometheus }: ValidateFlags): TargetSources {
  return {
    ...(scenario !== undefined && { scenario }),
    ...(metrics !== undefined && { metrics }),
    ...(prometheus !== undefined && !['embedded', 'local'].includes(prometheus) && { prometheus }),
  }
}
