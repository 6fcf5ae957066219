// Checks the references between the sections of a scenario file: phases, requests and files that they name must exist.

import { isMapping } from '../core/file/mapping.ts'
import { parseObjectiveLine, splitRequest } from '../core/scenario/objective-line.ts'
import { mentionsReference } from '../core/text/environment-references.ts'
import { checkFirstByte } from './check-first-byte.ts'
import { checkFlows, placedRequests } from './flows/check-flows.ts'
import { describeKey, describeValue } from './mistakes/describe-value.ts'
import type { Mistake } from './mistakes/explain-schema-issues.ts'
import { duplicatesOf, listNames, mistake, unknownName } from './mistakes/reference-mistakes.ts'
import type { Path } from './mistakes/scenario-error.ts'
import { type ReferenceView, viewReferences } from './reference-view.ts'
import { requestName } from './resolve/request-name.ts'

/** The schedule is computed before the run and takes 8 bytes an arrival: this many take 400 MB. */
const MOST_ARRIVALS = 50_000_000

export type KindOfFile = 'file' | 'folder' | 'missing'

/** @param file as read; references are checked even where other parts of it are wrong */
export function checkReferences(file: unknown, kindOfFile: (path: string) => KindOfFile): Mistake[] {
  const view = viewReferences(file)
  return [
    ...checkKeysTogether(file, view),
    ...checkPhases(view),
    ...checkRequestNames(view),
    ...checkFlows(file, view),
    ...checkFiles(view, kindOfFile),
    ...checkFirstByte(file),
  ]
}

type PhaseView = NonNullable<NonNullable<ReferenceView['load']>['phases'][number]>

function checkKeysTogether(file: unknown, { prometheus }: ReferenceView): Mistake[] {
  const has = (key: string) => isMapping(file) && file[key] !== undefined
  const mistakes: Mistake[] = []
  if (has('server') && has('target')) mistakes.push(mistake(['target'], 'server or target', 'both', 'key'))
  if (has('request') && has('requests')) mistakes.push(mistake(['requests'], 'request or requests', 'both', 'key'))
  if (has('request') && has('flows'))
    mistakes.push(mistake(['flows'], 'request or flows, whose steps name requests', 'both', 'key'))
  if (has('alerts') && prometheus?.rules === undefined)
    mistakes.push(mistake(['alerts'], 'alerts beside prometheus.rules, which names their rule file', 'no rules', 'key'))
  return mistakes
}

function checkPhases(view: ReferenceView): Mistake[] {
  const phases = view.load?.phases ?? []
  const names = phases.flatMap((phase) => phase?.name ?? [])
  if (names.length === 0) return []
  const measured = phases.flatMap((phase) => (phase?.measured ? (phase.name ?? []) : []))
  const duplicates = duplicatesOf(phases.map((phase) => phase?.name)).map(([i, name]) =>
    mistake(['load', 'phases', i, 'name'], 'a name that no other phase has', `${describeKey(name)} again`),
  )
  const unmeasured =
    measured.length > 0
      ? []
      : [mistake(['load', 'phases'], 'at least one measured phase', 'measured: false in every phase')]
  const references = phaseReferences(view).flatMap(({ path, phase, mustBeMeasured }) => {
    if (phase === undefined) return []
    if (!names.includes(phase)) return [unknownName(path, 'phase', phase, names)]
    if (mustBeMeasured && !measured.includes(phase) && measured.length > 0)
      return [mistake(path, `a measured phase (${measured.join(', ')})`, `${phase}, which is not measured`)]
    return []
  })
  return [...duplicates, ...unmeasured, ...references, ...checkRestarts(view, names), ...checkArrivals(phases)]
}

interface PhaseReference {
  readonly path: Path
  readonly phase: string | undefined
  readonly mustBeMeasured?: boolean
}

function phaseReferences({ server, sla, alerts }: ReferenceView): PhaseReference[] {
  const faults = (server?.faults ?? []).map((fault, i) => ({
    path: ['server', 'faults', i, 'during'],
    phase: fault?.during,
  }))
  const objectives = sla.map((objective, i) => ({
    path: ['sla', i, 'during'],
    phase: objective?.during,
    mustBeMeasured: true,
  }))
  const deadlines = Object.entries(alerts).flatMap(([name, expectation]) =>
    (['fires', 'resolves'] as const).map((event) => ({
      path: ['alerts', name, event, 'after'],
      phase: expectation?.[event]?.after,
    })),
  )
  return [...faults, ...objectives, ...deadlines]
}

function checkRestarts({ server }: ReferenceView, [first]: readonly string[]): Mistake[] {
  return (server?.faults ?? []).flatMap((fault, i) =>
    fault?.restart && fault.during === first
      ? [
          mistake(
            ['server', 'faults', i, 'during'],
            'a later phase to restart the server in',
            `${describeValue(first)}, the first`,
          ),
        ]
      : [],
  )
}

function checkArrivals(phases: readonly (PhaseView | undefined)[]): Mistake[] {
  const arrivals = phases.reduce((sum, phase) => sum + (phase ? meanRate(phase) * phase.for : 0), 0)
  if (arrivals <= MOST_ARRIVALS) return []
  return [mistake(['load', 'phases'], `at most ${MOST_ARRIVALS} requests in all`, `about ${Math.round(arrivals)}`)]
}

/** Per second; 0 in a closed loop, whose arrivals depend on the answers. */
function meanRate({ rate }: PhaseView): number {
  return typeof rate === 'number' ? rate : (rate.from + rate.to) / 2
}

function checkRequestNames(view: ReferenceView): Mistake[] {
  const placed = placedRequests(view)
  const names = placed.map(({ request }) => requestName(request))
  const duplicates = duplicatesOf(names).map(([i, name]) =>
    mistake([...(placed[i]?.path ?? []), 'name'], 'a name that no other request has', `${describeKey(name)} again`),
  )
  const observed = (view.target?.metrics?.requests ?? []).flatMap((name, i) =>
    name === undefined || names.includes(name)
      ? []
      : [unknownName(['target', 'metrics', 'requests', i], 'request', name, names)],
  )
  return [...duplicates, ...observed, ...checkObjectives(view, names), ...checkMatchers(view)]
}

function checkObjectives({ sla }: ReferenceView, names: readonly string[]): Mistake[] {
  return sla.flatMap((entry, i) => {
    const text = entry?.objective ?? ''
    const request = entry?.for ?? parseObjectiveLine(text)?.request ?? null
    if (request === null || request.trim() === '' || names.includes(request)) return []
    const place = entry?.for === undefined ? ['sla', i] : ['sla', i, 'for']
    const [, about, phase] = /^(.+?)\s+during\s+(\S+)$/i.exec(request) ?? []
    if (about === undefined || !names.includes(about)) return [unknownName(place, 'request', request, names)]
    const meant = `{ objective: ${splitRequest(text).text.trim()}, for: ${about}, during: ${phase} }`
    return [mistake(place, `the phase beside the objective: ${meant}`, describeValue(request))]
  })
}

/** Matchers select series of the histogram that a target names, of those requests that it observes. */
function checkMatchers(view: ReferenceView): Mistake[] {
  const { target } = view
  const observed = (target?.metrics?.requests ?? []).flatMap((name) => name ?? [])
  return placedRequests(view).flatMap(({ path, request: each }) => {
    if (each.match === undefined) return []
    const place = [...path, 'match']
    if (target?.metrics === undefined)
      return [mistake(place, 'match beside target.metrics, whose histogram it narrows', 'no target.metrics', 'key')]
    const name = requestName(each)
    if (observed.length === 0 || observed.includes(name)) return []
    const expected = `match of a request that target.metrics.requests names (${listNames(observed)})`
    return [mistake(place, expected, describeKey(name), 'key')]
  })
}

function checkFiles(view: ReferenceView, kindOfFile: (path: string) => KindOfFile): Mistake[] {
  const { server, target, data } = view
  const files: readonly (readonly [Path, string | undefined])[] = [
    [['server', 'latency', 'trace', 'file'], server?.latency?.trace?.file],
    ...(['ca', 'cert', 'key'] as const).flatMap((key): (readonly [Path, string | undefined])[] => [
      [['target', 'tls', key], target?.tls?.[key]],
      [['target', 'metrics', 'tls', key], target?.metrics?.tls?.[key]],
    ]),
    ...Object.entries(data).map(([name, set]) => [['data', name, 'file'], set?.file] as const),
    ...uploads(view),
  ]
  return [
    ...ruleFiles(view, kindOfFile),
    ...files.flatMap(([path, name]) => {
      // Which file a reference names is known when the run starts.
      if (name === undefined || name.trim() === '' || mentionsReference(name)) return []
      const kind = kindOfFile(name)
      const got = `${describeValue(name)}, which ${kind === 'folder' ? 'is a folder' : 'does not exist'}`
      return kind === 'file' ? [] : [mistake(path, 'a file, relative to the scenario', got)]
    }),
  ]
}

/** What a folder holds, and which files a pattern matches, is looked up when they are read. */
function ruleFiles({ prometheus }: ReferenceView, kindOfFile: (path: string) => KindOfFile): Mistake[] {
  const { rules } = prometheus ?? {}
  const named = Array.isArray(rules) ? rules.map((name, i) => [name, [i]] as const) : [[rules, []] as const]
  return named.flatMap(([name, place]) => {
    if (name === undefined || name.trim() === '' || mentionsReference(name)) return []
    if (PATTERN.test(name) || kindOfFile(name) !== 'missing') return []
    const got = `${describeValue(name)}, which does not exist`
    return [mistake(['prometheus', 'rules', ...place], 'a file, relative to the scenario', got)]
  })
}

/** A part of a name that stands for more than itself. */
const PATTERN = /[*?{[]/

function uploads(view: ReferenceView): [Path, string | undefined][] {
  return placedRequests(view).flatMap(({ path, request: each }) =>
    Object.entries(each.multipart ?? {}).flatMap(([name, parts]): [Path, string | undefined][] =>
      Array.isArray(parts)
        ? parts.map((part, i) => [[...path, 'multipart', name, i, 'file'], part?.file])
        : [[[...path, 'multipart', name, 'file'], parts?.file]],
    ),
  )
}
