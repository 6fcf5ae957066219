// `<name>.yaml`: the scenario, with a comment for whoever reads one for the first time.

import { isLocalHost } from '../../core/route/local-host.ts'
import { formatCount } from '../../core/text/count.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { formatRate } from '../../core/text/figures/rate.ts'
import { formatShare } from '../../core/text/figures/share.ts'
import { counted } from '../../core/text/plural.ts'
import type { Draft, DraftMetrics, DraftObjective, DraftPhase, DraftTarget } from '../draft.ts'
import { isWarning, remarkSentence } from '../remark-sentence.ts'
import { matchText } from './match-text.ts'
import { requestLines } from './request-lines.ts'
import { commentLines, flowText, singleQuoted, yamlText } from './yaml-text.ts'

export interface ScenarioPlace {
  /** Where the schema is, seen from the scenario; null where it is not known. */
  readonly schema: string | null
  /** The commands that check and run it, as they are typed here. */
  readonly validate: string
  readonly run: string
}

export function scenarioText(draft: Draft, { schema, validate, run }: ScenarioPlace): string {
  const { name, remarks } = draft
  const warnings = remarks.filter(isWarning)
  return [
    ...(schema === null ? [] : [`# yaml-language-server: $schema=${schema}`, '#']),
    ...commentLines(`A first scenario for ${name}, to be changed: what is sent, how much of it, and what must hold.`),
    `#   check it:  ${validate}`,
    `#   run it:    ${run}`,
    ...(warnings.length === 0 ? [] : ['#', '# To be known first:']),
    ...warnings.flatMap((remark) => listItem(remarkSentence(remark))),
    `name: ${name}`,
    `question: ${yamlText(`Does ${name} keep its SLA at ${formatRate(highestRate(draft)).replace('/s', '')} requests a second?`)}`,
    'yesWhen: pass # the report begins with Yes where all that is below holds',
    '',
    ...targetLines(draft),
    '',
    ...dataLines(draft),
    ...requestLines(draft),
    '',
    ...loadLines(draft),
    '',
    ...slaLines(draft),
    ...alertLines(draft),
    '',
  ].join('\n')
}

/** A rule cannot fire in a run that ends before its `for` is over: that it was silent would prove nothing. */
function alertLines({ name, alert, phases }: Draft): string[] {
  if (alert === null) return []
  const runSeconds = phases.reduce((sum, { seconds }) => sum + seconds, 0)
  const canFire = runSeconds >= alert.forSeconds + SECONDS_TO_PENDING
  return [
    '',
    ...commentLines(
      canFire
        ? 'The rules are evaluated while the load is on, as a Prometheus would. Under this load the alert must be silent; if it fires, or had no data to fire on, the run says so. How to prove that it fires: docs/scenario-file.md, alerts.'
        : `The rules are evaluated while the load is on, as a Prometheus would. This run is too short for ${alert.name} to fire (for ${formatDuration(alert.forSeconds)}), so that nothing is asked of it.`,
    ),
    `prometheus: { rules: ${flowText(`${name}.rules.yml`)}, scrapeInterval: 1s }`,
    ...(canFire ? [`alerts: { ${alert.name}: never }`] : []),
  ]
}

/** Until a rate has two scrapes. */
const SECONDS_TO_PENDING = 5

function listItem(text: string): string[] {
  return commentLines(text, '').map((line, i) => line.replace('# ', i === 0 ? '#  - ' : '#    '))
}

function highestRate({ phases, steps }: Draft): number {
  return Math.max(...phases.map(({ fromRate, toRate }) => Math.max(fromRate, toRate))) * (steps?.length ?? 1)
}

// ---- whom ----

function targetLines({ target, metrics, alert }: Draft): string[] {
  const { url, allowHost, insecure, ca, socket, readyPath } = target
  return [
    ...(allowHost === null
      ? []
      : [
          ...commentLines(
            'Load goes to this machine alone, and to the hosts that are named here. Name only what is yours.',
          ),
          `allowHosts: [${JSON.stringify(allowHost)}]`,
        ]),
    ...commentLines(whatItIs(target)),
    'target:',
    `  url: ${yamlText(url)}`,
    ...(socket === null ? [] : [`  socket: ${yamlText(socket)} # connections go to this unix domain socket`]),
    ...(insecure ? ['  insecure: true # any TLS certificate is taken: for tests'] : []),
    ...(ca === null ? [] : [`  tls: { ca: ${flowText(ca)} } # whoever signed its certificate`]),
    ...(readyPath === null
      ? []
      : [
          `  ready: { path: ${flowText(readyPath)}, within: 30s } # asked until it answers, before anything else is sent`,
        ]),
    ...(metrics === null ? [] : metricsLines(metrics, alert !== null)),
  ]
}

function whatItIs({ url, allowHost }: DraftTarget): string {
  const place = allowHost === null && isLocalHost(new URL(url).hostname) ? ', on this machine' : ''
  return `The service${place}. What the requests ask for comes behind this URL.`
}

function metricsLines(metrics: DraftMetrics, isWatched: boolean): string[] {
  const { urls, histogram, unit, isUnitUnsaid, bearerVariable, match, requests } = metrics
  const matchers = matchText(match)
  return [
    ...commentLines(
      `Its own record of the same requests, from which dashboards${isWatched ? ' and the alert' : ''} draw their P95. The report holds it against what the client has measured.`,
      '  ',
    ),
    '  metrics:',
    `    url: ${urls.length === 1 ? yamlText(urls[0] as string) : `[${urls.map(flowText).join(', ')}]`}`,
    `    histogram: ${yamlText(histogram)}`,
    ...(isUnitUnsaid ? [`    unit: ${unit} # nothing else says it`] : []),
    ...(matchers === ''
      ? []
      : [
          ...commentLines(
            'Only the series of the requests below, so that health checks and what others ask are not counted.',
            '    ',
          ),
          `    match: ${singleQuoted(matchers)}`,
        ]),
    ...(requests.length === 0
      ? []
      : [`    requests: [${requests.map(flowText).join(', ')}] # the others are not in it`]),
    ...(bearerVariable === null
      ? []
      : [`    bearer: \${${bearerVariable}} # a token from the environment; never in a report`]),
  ]
}

function dataLines({ data, name }: Draft): string[] {
  if (data.length === 0) return []
  return [
    ...commentLines(
      `Rows that requests draw values from, written $\{set.column} where they stand. One row a request, from the first again.`,
    ),
    'data:',
    ...data.map(
      (set) =>
        `  ${flowText(set.name)}: { file: ${flowText(dataFile(name, set.name))} } # ${counted(set.rows.length, 'row')}`,
    ),
    '',
  ]
}

/** The file of a data set, beside the scenario. */
export function dataFile(scenario: string, set: string): string {
  return `${scenario}.${set}.csv`
}

// ---- how much ----

function loadLines({ phases, steps, objectives }: Draft): string[] {
  return [
    ...commentLines(
      `How much is sent. ${steps === null ? 'Requests' : 'Users'} arrive by this schedule whatever the service does, as real ones do: a service that is slow gets no rest, and what waits counts as slow.`,
    ),
    'load:',
    '  arrivals: poisson # at random; constant would be evenly spaced',
    '  seed: 1 # the same seed sends the same',
    `  timeout: ${formatDuration(timeoutSeconds(objectives))} # a request that takes longer is given up, and counts as one that never ended`,
    '  phases:',
    ...phases.map((phase) => phaseLine(phase, steps?.length ?? null)),
  ]
}

const USUAL_TIMEOUT_SECONDS = 10

function timeoutSeconds(objectives: readonly DraftObjective[]): number {
  const limits = objectives.flatMap(({ text }) => /<\s*([\d.]+)s$/.exec(text)?.[1] ?? [])
  return Math.max(USUAL_TIMEOUT_SECONDS, ...limits.map((limit) => Math.ceil(Number(limit) * 2)))
}

function phaseLine({ name, seconds, fromRate, toRate, measured }: DraftPhase, requestsOfUser: number | null): string {
  const rate = fromRate === toRate ? fromRate : `{ from: ${fromRate}, to: ${toRate} }`
  const arrivals = (seconds * (fromRate + toRate)) / 2
  const amount =
    requestsOfUser === null
      ? `about ${formatCount(Math.round(arrivals))} requests`
      : `about ${formatCount(Math.round(arrivals))} users with ${counted(requestsOfUser, 'request')} each`
  const why = measured ? amount : 'sent, and in no figure: connections are opened, caches are filled'
  return `    - { name: ${name}, for: ${seconds}s, rate: ${rate}${measured ? '' : ', measured: false'} } # ${why}`
}

// ---- what must hold ----

function slaLines({ objectives }: Draft): string[] {
  return [
    ...commentLines(
      'What must hold in the measured phases. Each is met, missed, or left open where the run proves neither. Limits are yours to choose: these are proposals.',
    ),
    'sla:',
    ...objectives.map(({ text, why }) => `  - ${text} # ${reasonOf(text, why)}`),
  ]
}

function reasonOf(text: string, why: DraftObjective['why']): string {
  switch (why.kind) {
    case 'given':
      return 'as you said'
    case 'observed': {
      const { shareSlower, p95UpperSeconds, count } = why
      const p95 = Number.isFinite(p95UpperSeconds) ? `a P95 of at most ${formatDuration(p95UpperSeconds)}` : 'no P95'
      const slower = shareSlower === null ? '' : `; ${formatShare(shareSlower)} were slower than this limit`
      return `the service has observed ${p95} so far (${counted(count, 'request')})${slower}`
    }
    case 'tried':
      return `a guess: the slowest of what was tried took ${formatDuration(why.slowestSeconds)}, and the service has observed too little`
    case 'aboveBounds':
      return `a guess: the observed P95 lies above the highest bucket bound, ${formatDuration(why.highestBoundSeconds)}`
    case 'guess':
      return 'a guess: nothing is known yet of how fast the service is'
    case 'usual':
      return text.startsWith('errors')
        ? 'answers other than expected, timeouts, lost connections'
        : 'of all that was due, so much got its expected answer'
  }
}
