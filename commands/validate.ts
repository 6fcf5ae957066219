// `sla-harness validate`: checks scenario and rule files without sending traffic.

import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Command } from 'commander'
import { plannedDurationSeconds } from '../core/scenario.ts'
import { UserError } from '../core/user-error.ts'
import { readRules } from '../harness/open-witness.ts'
import { parseRuleFile } from '../prometheus/alerting/rule-file.ts'
import { loadScenario } from '../scenarios/load-scenario.ts'
import { EXIT_CODES } from './exit-code.ts'

export function validateCommand(): Command {
  return new Command('validate')
    .description('check scenario and rule files without sending traffic')
    .argument('<file...>', 'scenario files or names, and Prometheus rule files')
    .action(validate)
}

async function validate(files: readonly string[]): Promise<void> {
  for (const file of files)
    try {
      process.stdout.write(`${await describe(file)}\n`)
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      process.stderr.write(`${error.message}\n`)
      process.exitCode = EXIT_CODES.usage
    }
}

async function describe(file: string): Promise<string> {
  const path = resolve(file)
  const text = /\.ya?ml$/.test(file) ? await readFile(path, 'utf8').catch(() => undefined) : undefined
  if (text !== undefined && /^groups:/m.test(text)) {
    const rules = parseRuleFile(text, file).groups.flatMap((group) => group.rules)
    return `${file}: ok, ${rules.length} ${rules.length === 1 ? 'rule' : 'rules'}`
  }
  const scenario = await loadScenario(file, { cwd: process.cwd() })
  await readRules(scenario)
  const { phases } = scenario.load
  return `${file}: ok, ${phases.length} phases, ${plannedDurationSeconds(phases)} s, ${scenario.sla.length} objectives`
}
