// A file of incidents → incidents without a place in a month. Pure.

import { spanWords } from '../../core/backtest/span-words.ts'
import type { IncidentEffect } from '../../core/drill/drill-incident.ts'
import { DAY_SECONDS, incidentCatalogue } from '../../core/drill/incident-catalogue.ts'
import type { PlannedIncident } from '../../core/drill/planned-incident.ts'
import { parseShare } from '../../core/scenario/parse-objective.ts'
import { listed } from '../../core/text/plural.ts'
import { explainSchemaIssues, type Mistake } from '../mistakes/explain-schema-issues.ts'
import { formatPath, ScenarioError, type ScenarioIssue } from '../mistakes/scenario-error.ts'
import { secondsOf } from '../schema/values.ts'
import { readYaml, type YamlSource } from '../yaml/read-yaml.ts'
import { type IncidentFile, incidentFileSchema } from './incident-schema.ts'

type IncidentEntry = NonNullable<IncidentFile['incidents']>[number]

/**
 * @param days the length of the month
 * @throws ScenarioError with every mistake of the file, an incident outside of the month among them
 */
export function parseIncidents(text: string, shownAs: string, days: number): readonly PlannedIncident[] {
  const source = readYaml(text)
  const yamlIssues = source.problems.map(({ path, ...problem }) => ({
    ...problem,
    path: formatPath(path),
    nearest: null,
  }))
  if (source.value === undefined) throw new ScenarioError(shownAs, yamlIssues)
  if (source.value === null) throw new ScenarioError(shownAs, [EMPTY_FILE])
  const result = incidentFileSchema.safeParse(source.value, { reportInput: true })
  const mistakes = result.success ? misplaced(result.data, days) : explainSchemaIssues(result.error.issues)
  const issues = [...yamlIssues, ...mistakes.map((mistake) => located(mistake, source))]
  if (!result.success || issues.length > 0) throw new ScenarioError(shownAs, issues)
  const { incidents = [], catalogue = [] } = result.data
  if (incidents.length === 0 && catalogue.length === 0) throw new ScenarioError(shownAs, [EMPTY_FILE])
  return [...incidents.map(toPlanned), ...incidentCatalogue(days).filter(({ name }) => catalogue.includes(name))]
}

const EMPTY_FILE: ScenarioIssue = {
  line: 1,
  path: '',
  expected: 'a file of incidents: a mapping of incidents and catalogue',
  got: 'an empty file',
  nearest: null,
}

function misplaced({ incidents = [], catalogue = [] }: IncidentFile, days: number): readonly Mistake[] {
  const month = spanWords(days * DAY_SECONDS * 1e3)
  return incidents.flatMap(({ name, at = 0, for: length }, i): Mistake[] => {
    const [from, seconds] = [secondsOf(at), secondsOf(length)]
    const twice = incidents.findIndex((other) => other.name === name) < i || catalogue.includes(name)
    return [
      ...(twice ? [mistake(['incidents', i, 'name'], 'names that differ', `${name} twice`)] : []),
      ...(from + seconds <= days * DAY_SECONDS
        ? []
        : [
            mistake(
              ['incidents', i, at === 0 ? 'for' : 'at'],
              `an incident that ends within the month of ${month} (--days)`,
              at === 0 ? `one of ${length}` : `one at ${at} for ${length}`,
            ),
          ]),
    ]
  })
}

function mistake(path: Mistake['path'], expected: string, got: string): Mistake {
  return { path, at: 'value', expected, got, nearest: null }
}

function located({ path, at, expected, got, nearest }: Mistake, source: YamlSource): ScenarioIssue {
  const line = at === 'key' ? source.lineOfKey(path) : source.lineOf(path)
  return { line, path: formatPath(path), expected, got, nearest }
}

/** In the afternoon, when traffic is about its highest. */
const AFTERNOON_SECONDS = 14 * 3600

function toPlanned(entry: IncidentEntry): PlannedIncident {
  const { name, at, for: length, share = '100%', concerns = null, traffic = 1, grows = false, what } = entry
  return {
    name,
    sentence: what ?? sentenceOf(entry),
    durationSeconds: secondsOf(length),
    atSeconds: at === undefined ? null : secondsOf(at),
    timeOfDaySeconds: AFTERNOON_SECONDS,
    share: shareOf(share),
    effects: effectsOf(entry),
    grows,
    trafficFactor: traffic,
    concerns,
  }
}

function effectsOf({ errors, resets, slowdown, add, away }: IncidentEntry): readonly IncidentEffect[] {
  return [
    ...(away ? [{ kind: 'away' as const }] : []),
    ...(errors === undefined ? [] : [{ kind: 'errors' as const, share: shareOf(errors) }]),
    ...(resets === undefined ? [] : [{ kind: 'resets' as const, share: shareOf(resets) }]),
    ...(slowdown === undefined ? [] : [{ kind: 'slowdown' as const, factor: slowdown }]),
    ...(add === undefined ? [] : [{ kind: 'addedDelay' as const, seconds: secondsOf(add) }]),
  ]
}

function sentenceOf({ share, errors, resets, slowdown, add, away, traffic, grows, ...entry }: IncidentEntry): string {
  const what = [
    ...(away ? ['nothing answers'] : []),
    ...(errors === undefined ? [] : [`${errors} of the requests fail`]),
    ...(resets === undefined ? [] : [`${resets} of the connections are reset`]),
    ...(slowdown === undefined ? [] : [`requests take ${slowdown} times as long`]),
    ...(add === undefined ? [] : [`requests take ${add} longer`]),
    ...(traffic === undefined ? [] : [`${traffic} times the usual requests come`]),
  ]
  const whom = share === undefined || share === '100%' ? '' : `of ${share} of the requests, `
  const labels = Object.entries(entry.concerns ?? {}).map(([label, value]) => `${label}=${JSON.stringify(value)}`)
  const where = labels.length === 0 ? '' : `where ${listed(labels)}, `
  const sentence = `${where}${whom}${listed(what)}${grows ? ', little by little,' : ''} for ${entry.for}.`
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

function shareOf(text: string): number {
  const share = parseShare(text)
  if (share === undefined) throw new TypeError(`expected a share in percent, got ${text}`)
  return share
}
