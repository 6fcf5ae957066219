// Reads a YAML text into a plain value, and knows the line of each of its parts.

import { type Document, isMap, isSeq, LineCounter, type Pair, parseAllDocuments } from 'yaml'
import type { Path } from '../mistakes/scenario-error.ts'
import { keyOf, resolved, startOf } from './nodes.ts'
import { duplicateKeys, fatalProblems, type YamlProblem } from './problems.ts'

export interface LocatedProblem extends Omit<YamlProblem, 'offset'> {
  readonly line: number
}

export interface YamlSource {
  /** Undefined where the text is not YAML at all. */
  readonly value: unknown
  readonly problems: readonly LocatedProblem[]
  /** The line of the value at a path, counted from 1. Where there is no value, the line of its nearest parent. */
  lineOf(path: Path): number
  /** The line of a key. */
  lineOfKey(path: Path): number
}

// The limit for uses of aliases: ten levels of ten aliases each would expand to 10^10 values.
const MOST_ALIASES = 100

export function readYaml(text: string): YamlSource {
  const lineCounter = new LineCounter()
  // A value that is missing at the end of a file is reported on its last line that is not empty.
  const end = text.trimEnd().length
  const lineAt = (offset: number) => Math.max(1, lineCounter.linePos(Math.min(offset, end)).line)
  const documents = parseAllDocuments(text, {
    lineCounter,
    uniqueKeys: false,
    merge: true,
    prettyErrors: false,
    logLevel: 'error',
  })
  const document = 'empty' in documents ? undefined : documents[0]
  if (document === undefined) return unreadable([], null)
  const second = documents[1]
  if (second !== undefined) {
    const got = `${documents.length} of them`
    return unreadable([{ line: lineAt(second.range[0]), path: [], expected: 'one YAML document', got }])
  }
  const broken = fatalProblems(document)
  if (broken.length > 0) return unreadable(broken.map(({ offset, ...rest }) => ({ line: lineAt(offset), ...rest })))
  return expanded(document, lineAt)
}

function expanded(document: Document.Parsed, lineAt: (offset: number) => number): YamlSource {
  try {
    return {
      value: document.toJS({ maxAliasCount: MOST_ALIASES }),
      problems: duplicateKeys(document).map(({ offset, ...rest }) => ({ line: lineAt(offset), ...rest })),
      lineOf: (path) => lineAt(offsetOf(document, path, 'value')),
      lineOfKey: (path) => lineAt(offsetOf(document, path, 'key')),
    }
  } catch (error) {
    // The parser throws this where aliases expand beyond the limit.
    if (!(error instanceof ReferenceError)) throw error
    return unreadable([{ line: 1, path: [], expected: `at most ${MOST_ALIASES} aliases`, got: 'more' }])
  }
}

function unreadable(problems: readonly LocatedProblem[], value: unknown = undefined): YamlSource {
  return { value, problems, lineOf: () => 1, lineOfKey: () => 1 }
}

/** The offset of the deepest part of the path that exists. Collections begin at their key. */
function offsetOf(document: Document.Parsed, path: Path, what: 'key' | 'value'): number {
  let node: unknown = document.contents
  let offset = startOf(node)
  for (const [depth, step] of path.entries()) {
    const next = childOf(resolved(node, document), step)
    if (next === undefined) return offset
    const useKey = isMap(next.value) || isSeq(next.value) || (what === 'key' && depth === path.length - 1)
    node = next.value
    offset = startOf(useKey && next.key !== undefined ? next.key : (node ?? next.key))
  }
  return offset
}

function childOf(parent: unknown, step: string | number): { key: unknown; value: unknown } | undefined {
  if (isSeq(parent) && typeof step === 'number')
    return step in parent.items ? { key: undefined, value: parent.items[step] } : undefined
  if (!isMap(parent)) return undefined
  const pair = (parent.items as Pair[]).findLast(({ key }) => keyOf(key) === String(step))
  return pair && { key: pair.key, value: pair.value }
}
