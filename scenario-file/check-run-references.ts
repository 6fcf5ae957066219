// `${users.email}`: a value of the run stands in what is sent, and names a data set and one of its columns, or a value.

import { isMapping } from '../core/file/mapping.ts'
import { RESERVED_SOURCES } from '../core/references/reserved-sources.ts'
import { type RunReference, shownReference } from '../core/references/varying-text.ts'
import { runReferencesIn } from '../core/text/environment-references.ts'
import { nearestWord } from '../core/text/nearest-word.ts'
import { isReplaced } from './check-environment-references.ts'
import { capturedBefore } from './flows/captured-before.ts'
import { describeKey } from './mistakes/describe-value.ts'
import type { Mistake } from './mistakes/explain-schema-issues.ts'
import type { Path } from './mistakes/scenario-error.ts'
import { type ReferenceView, viewReferences } from './reference-view.ts'

/** Called with a path as it is written in the scenario. Null where its columns cannot be told. */
export type ColumnsOf = (path: string) => readonly string[] | null

const SENT = ['path', 'headers', 'json', 'text', 'form', 'multipart']

/** @param file as read; references are checked even where other parts of it are wrong */
export function checkRunReferences(file: unknown, columnsOf: ColumnsOf): Mistake[] {
  const view = viewReferences(file)
  const { data, values } = view
  const known = new Map<string, readonly string[] | null>([
    ...Object.entries(data).map(([name, set]): [string, readonly string[] | null] => [
      name,
      set?.file === undefined ? null : columnsOf(set.file),
    ]),
    ['values', Object.keys(values)],
  ])
  return placesIn(file, []).flatMap(({ path, reference }) => mistakesOf(path, reference, knownAt(path, view, known)))
}

type Known = ReadonlyMap<string, readonly string[] | null>

/** With what answers may have brought until then. A setup draws no row. */
function knownAt(path: Path, view: ReferenceView, known: Known): Known {
  const isOfSetup = path[0] === 'setup'
  const { captured, setup } = capturedBefore(view, path)
  return new Map<string, readonly string[] | null>([
    ...[...known].filter(([source]) => !isOfSetup || source === 'values'),
    ...(view.flows.length > 0 || isOfSetup ? [['captured', captured] as const] : []),
    ...(view.setup === undefined ? [] : [['setup', setup] as const]),
  ])
}

interface Place {
  readonly path: Path
  readonly reference: RunReference
}

function placesIn(value: unknown, path: Path): Place[] {
  if (path[0] === 'question') return []
  if (typeof value === 'string')
    return isReplaced(path) ? runReferencesIn(value).map((reference) => ({ path, reference })) : []
  if (Array.isArray(value)) return value.flatMap((item, i) => placesIn(item, [...path, i]))
  return isMapping(value) ? Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key])) : []
}

function mistakesOf(path: Path, reference: RunReference, known: Known): Mistake[] {
  const mistake = (expected: string, nearest: string | undefined): Mistake => ({
    path,
    at: 'value',
    expected,
    got: shownReference(reference),
    nearest: nearest ?? null,
  })
  if (!isSent(path))
    return [
      mistake(`\${NAME} for a variable of the environment: values of the run stand in what requests send`, undefined),
    ]
  const { source, name } = reference
  const columns = known.get(source)
  if (columns === undefined) {
    const sources = [...known.keys()].filter(
      (each) => !RESERVED_SOURCES.includes(each) || known.get(each)?.length !== 0,
    )
    return [mistake(unknownSource(sources), nearestWord(source, sources))]
  }
  if (columns === null || columns.includes(name)) return []
  const what = NAMES_OF.get(source) ?? `a column of ${source}`
  const list = columns.length === 0 ? 'there is none' : listNames(columns)
  return [mistake(`${what} (${list})`, nearestWord(name, columns))]
}

function unknownSource(sources: readonly string[]): string {
  if (sources.length === 0) return `a data set that stands under data, or \${NAME} for a variable of the environment`
  return `the name of a data set or of values (${listNames(sources)}) before the dot`
}

const NAMES_OF: ReadonlyMap<string, string> = new Map([
  ['values', 'a value'],
  ['captured', 'a value that every step before it captures'],
  ['setup', 'a value that the setup captures'],
])

/** What an answer is held against is not sent. */
function isSent([section, ...rest]: Path): boolean {
  const [first, second] = rest.filter((step) => typeof step === 'string')
  if (section === 'flows' || section === 'setup') return first === 'steps' && SENT.includes(String(second))
  return (section === 'request' || section === 'requests') && SENT.includes(String(first))
}

const MOST_NAMES = 20

function listNames(names: readonly string[]): string {
  const more = names.length - MOST_NAMES
  return names.slice(0, MOST_NAMES).map(describeKey).join(', ') + (more > 0 ? ` and ${more} more` : '')
}
