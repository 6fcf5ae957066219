// A shipped scenario with shorter phases, and the shipped rules with a shorter memory: the same question, sooner.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Document, isMap, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml'
import { packageRoot } from '../../core/compiled-entry.ts'

export interface Shortening {
  /** `for` of each phase by its name. */
  readonly phases: Readonly<Record<string, string>>
  /** In place of the rules' `[1m]` and `for: 30s`. */
  readonly range?: string
  readonly for?: string
  /** In place of `within` of every alert. */
  readonly within?: string
}

/** Writes the scenario and its rules into the folder. @returns the scenario's path */
export function shortenedScenario(folder: string, name: string, shortening: Shortening): string {
  const document = parseDocument(readFileSync(join(packageRoot, 'scenarios', `${name}.yaml`), 'utf8'))
  for (const phase of phasesOf(document)) {
    const shorter = shortening.phases[String(phase.get('name'))]
    if (shorter === undefined) throw new Error(`${name}: no shorter duration for phase ${phase.get('name')}`)
    phase.set('for', shorter)
  }
  for (const alert of alertsOf(document))
    for (const deadline of ['fires', 'resolves'])
      if (alert.hasIn([deadline, 'within'])) alert.setIn([deadline, 'within'], shortening.within)
  document.setIn(['prometheus', 'rules'], 'rules.yml')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'rules.yml'), shorterRules(shortening))
  const file = join(folder, `${name}.yaml`)
  writeFileSync(file, String(document))
  return file
}

function phasesOf(document: Document): YAMLMap[] {
  return (document.getIn(['load', 'phases']) as YAMLSeq).items.filter(isMap)
}

function alertsOf(document: Document): YAMLMap[] {
  const alerts = document.get('alerts')
  if (!isMap(alerts)) return []
  return alerts.items.map(({ value }) => value).filter(isMap)
}

function shorterRules({ range = '1m', for: pending = '30s' }: Shortening): string {
  return readFileSync(join(packageRoot, 'prometheus', 'rules', 'latency.rules.yml'), 'utf8')
    .replace('[1m]', `[${range}]`)
    .replace('for: 30s', `for: ${pending}`)
}
