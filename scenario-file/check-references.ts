// What one part of a scenario file says about another: phases, requests and files that are referred to must exist.
// Works on the value as read, so that it finds what it can even where other parts are wrong.

import { nearestWord } from '../core/text/nearest-word.ts'
import { describeKey, describeValue } from './mistakes/describe-value.ts'
import type { Mistake } from './mistakes/explain-schema-issues.ts'
import type { Path } from './mistakes/scenario-error.ts'
import { requestName } from './resolve/request-name.ts'
import { isMapping } from './schema/building-blocks.ts'
import { isDuration, secondsOf } from './schema/values.ts'

/** The schedule is laid out before the run, 8 bytes an arrival: this many are 400 MB. */
export const MOST_ARRIVALS = 50_000_000

export function checkReferences(file: unknown, fileExists: (path: string) => boolean): Mistake[] {
  return [...checkKeysTogether(file), ...checkPhases(file), ...checkRequestNames(file), ...checkFiles(file, fileExists)]
}

function checkKeysTogether(file: unknown): Mistake[] {
  const has = (key: string) => at(file, key) !== undefined
  const mistakes: Mistake[] = []
  if (has('server') && has('target')) mistakes.push(mistake(['target'], 'server or target', 'both', 'key'))
  if (has('request') && has('requests')) mistakes.push(mistake(['requests'], 'request or requests', 'both', 'key'))
  if (has('alerts') && at(file, 'prometheus', 'rules') === undefined)
    mistakes.push(mistake(['alerts'], 'alerts beside prometheus.rules, which names their rule file', 'no rules', 'key'))
  return mistakes
}

interface PhaseReference {
  readonly path: Path
  readonly phase: unknown
  readonly mustBeMeasured?: boolean
}

function checkPhases(file: unknown): Mistake[] {
  const phases = list(at(file, 'load', 'phases'))
  const names = phases.map((phase) => at(phase, 'name')).filter((name) => typeof name === 'string')
  if (names.length === 0) return []
  const measured = names.filter((name) => phases.some((p) => at(p, 'name') === name && at(p, 'measured') !== false))
  const duplicates = duplicatesOf(phases.map((phase) => at(phase, 'name'))).map(([i, name]) =>
    mistake(['load', 'phases', i, 'name'], 'a name that no other phase has', `${describeKey(String(name))} again`),
  )
  const unmeasured =
    measured.length > 0
      ? []
      : [mistake(['load', 'phases'], 'at least one measured phase', 'measured: false in every phase')]
  const references = phaseReferences(file).flatMap(({ path, phase, mustBeMeasured }) => {
    if (typeof phase !== 'string') return []
    if (!names.includes(phase)) return [unknownName(path, 'phase', phase, names)]
    if (mustBeMeasured && !measured.includes(phase) && measured.length > 0)
      return [mistake(path, `a measured phase (${measured.join(', ')})`, `${phase}, which is not measured`)]
    return []
  })
  return [...duplicates, ...unmeasured, ...references, ...checkRestarts(file, names), ...checkArrivals(phases)]
}

function checkRestarts(file: unknown, [first]: readonly unknown[]): Mistake[] {
  return list(at(file, 'server', 'faults')).flatMap((fault, i) =>
    at(fault, 'restart') === true && at(fault, 'during') === first
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

function phaseReferences(file: unknown): PhaseReference[] {
  const faults = list(at(file, 'server', 'faults')).map((fault, i) => ({
    path: ['server', 'faults', i, 'during'],
    phase: at(fault, 'during'),
  }))
  const objectives = list(at(file, 'sla')).map((objective, i) => ({
    path: ['sla', i, 'during'],
    phase: at(objective, 'during'),
    mustBeMeasured: true,
  }))
  const alerts = at(file, 'alerts')
  const deadlines = Object.entries(isMapping(alerts) ? alerts : {}).flatMap(([name, expectation]) =>
    ['fires', 'resolves'].map((event) => ({
      path: ['alerts', name, event, 'after'],
      phase: at(expectation, event, 'after'),
    })),
  )
  return [...faults, ...objectives, ...deadlines]
}

function checkArrivals(phases: readonly unknown[]): Mistake[] {
  const arrivals = phases.reduce((sum: number, phase) => {
    const [rate, length] = [at(phase, 'rate'), at(phase, 'for')]
    const mean = typeof rate === 'number' ? number(rate) : (number(at(rate, 'from')) + number(at(rate, 'to'))) / 2
    return sum + mean * (isDuration(length) ? secondsOf(length) : 0)
  }, 0)
  if (arrivals <= MOST_ARRIVALS) return []
  return [mistake(['load', 'phases'], `at most ${MOST_ARRIVALS} requests in all`, `about ${Math.round(arrivals)}`)]
}

function checkRequestNames(file: unknown): Mistake[] {
  const listed = at(file, 'requests')
  const requests = listed === undefined ? [at(file, 'request') ?? {}] : list(listed)
  const names = requests.map((request) => requestName(isMapping(request) ? request : {}))
  const duplicates = duplicatesOf(names).map(([i, name]) =>
    mistake(['requests', i, 'name'], 'a name that no other request has', `${describeKey(String(name))} again`),
  )
  const observed = list(at(file, 'target', 'metrics', 'requests')).flatMap((name, i) =>
    typeof name === 'string' && !names.includes(name)
      ? [unknownName(['target', 'metrics', 'requests', i], 'request', name, names)]
      : [],
  )
  return [...duplicates, ...observed]
}

function checkFiles(file: unknown, fileExists: (path: string) => boolean): Mistake[] {
  const paths: Path[] = [
    ['prometheus', 'rules'],
    ['server', 'latency', 'trace', 'file'],
  ]
  return paths.flatMap((path) => {
    const name = at(file, ...path)
    if (typeof name !== 'string' || name.trim() === '' || fileExists(name)) return []
    return [mistake(path, 'a file, relative to the scenario', `${describeValue(name)}, which does not exist`)]
  })
}

function unknownName(path: Path, what: string, name: string, known: readonly string[]): Mistake {
  const nearest = nearestWord(name, known) ?? null
  return { ...mistake(path, `the name of a ${what} (${[...new Set(known)].join(', ')})`, describeValue(name)), nearest }
}

function mistake(path: Path, expected: string, got: string, where: Mistake['at'] = 'value'): Mistake {
  return { path, at: where, expected, got, nearest: null }
}

/** Index and value of every entry that an earlier one equals. */
function duplicatesOf(values: readonly unknown[]): [number, unknown][] {
  return [...values.entries()].filter(([i, value]) => value !== undefined && values.indexOf(value) < i)
}

function at(value: unknown, ...path: Path): unknown {
  return path.reduce<unknown>((inner, step) => {
    if (typeof step === 'number') return list(inner)[step]
    return isMapping(inner) && Object.hasOwn(inner, step) ? inner[step] : undefined
  }, value)
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function number(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0
}
