// Reads a YAML text into a plain value, and knows the line of each of its parts.

import { type Document, isMap, isSeq, LineCounter, type Pair, parseAllDocuments } from 'yaml'
import { type Anchors, anchorsOf } from '../../core/file/yaml-anchors.ts'
import { formatCount } from '../../core/text/count.ts'
import type { Path } from '../mistakes/scenario-error.ts'
import { keyOf, startOf } from './nodes.ts'
import { duplicateKeys, FEWER_LEVELS, fatalProblems, syntaxProblems, type YamlProblem } from './problems.ts'

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

/** What is read at all: a scenario with a large body still is, a log that was named by mistake is not. */
const MOST_CHARACTERS = 8 * 1024 * 1024

export function readYaml(text: string): YamlSource {
  if (text.length > MOST_CHARACTERS)
    return refused(`at most ${formatCount(MOST_CHARACTERS)} characters`, formatCount(text.length))
  try {
    return readDocument(text)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return refused(FEWER_LEVELS, 'too many of them to be read')
  }
}

function readDocument(text: string): YamlSource {
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
  const located = ({ offset, ...rest }: YamlProblem) => ({ line: lineAt(offset), ...rest })
  const broken = syntaxProblems(document, text)
  if (broken.length > 0) return unreadable(broken.map(located))
  const anchors = anchorsOf(document)
  const fatal = fatalProblems(document, anchors)
  if (fatal.length > 0) return unreadable(fatal.map(located))
  return {
    // The size of the value is known by now, whatever its aliases.
    value: document.toJS({ maxAliasCount: -1 }),
    problems: duplicateKeys(document).map(located),
    lineOf: (path) => lineAt(offsetOf(document, anchors, path, 'value')),
    lineOfKey: (path) => lineAt(offsetOf(document, anchors, path, 'key')),
  }
}

function refused(expected: string, got: string): YamlSource {
  return unreadable([{ line: 1, path: [], expected, got }])
}

function unreadable(problems: readonly LocatedProblem[], value: unknown = undefined): YamlSource {
  return { value, problems, lineOf: () => 1, lineOfKey: () => 1 }
}

/** The offset of the deepest part of the path that exists. Collections begin at their key. */
function offsetOf(document: Document.Parsed, anchors: Anchors, path: Path, what: 'key' | 'value'): number {
  let node: unknown = document.contents
  let offset = startOf(node)
  for (const [depth, step] of path.entries()) {
    const next = childOf(anchors.get(node) ?? node, step)
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
