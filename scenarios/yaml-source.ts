// A YAML text as a plain value, and where in the text each part of it stands.

import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseAllDocuments,
  visit,
  type YAMLError,
} from 'yaml'
import { describeKey } from './describe-value.ts'
import type { Path } from './scenario-error.ts'

/** A mistake of the YAML itself. */
export interface YamlProblem {
  readonly line: number
  readonly path: Path
  readonly expected: string
  readonly got: string
}

export interface YamlSource {
  /** Undefined where the text is not YAML at all. */
  readonly value: unknown
  readonly problems: readonly YamlProblem[]
  /** The line of the value at a path, counted from 1; of what holds it where there is none. */
  lineOf(path: Path): number
  /** The line of a key. */
  lineOfKey(path: Path): number
}

// An alias may be used this often; ten levels of ten aliases each would expand to 10^10 values.
const MOST_ALIASES = 100

export function readYaml(text: string): YamlSource {
  const lineCounter = new LineCounter()
  // What is missing at the end of a file is found missing on its last line that holds anything.
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
  const broken = [...syntaxProblems(document), ...aliasProblems(document)]
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
    // How the parser refuses aliases that multiply.
    if (!(error instanceof ReferenceError)) throw error
    return unreadable([{ line: 1, path: [], expected: `at most ${MOST_ALIASES} aliases`, got: 'more' }])
  }
}

function unreadable(problems: readonly YamlProblem[], value: unknown = undefined): YamlSource {
  return { value, problems, lineOf: () => 1, lineOfKey: () => 1 }
}

type Located = Omit<YamlProblem, 'line'> & { readonly offset: number }

function syntaxProblems(document: Document.Parsed): Located[] {
  const first = [...document.errors, ...document.warnings][0]
  // What follows the first one is mostly its echo.
  return first === undefined ? [] : [{ offset: first.pos[0], path: [], ...describeSyntax(first) }]
}

function describeSyntax(error: YAMLError): { expected: string; got: string } {
  const got = `text that cannot be read (${error.message.replace(/\s+/g, ' ')})`
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return { expected: 'spaces for indentation', got: 'a tab' }
    case 'BAD_INDENT':
      return { expected: 'indentation that lines up', got }
    case 'MULTILINE_IMPLICIT_KEY':
    case 'BLOCK_AS_IMPLICIT_KEY':
      return { expected: 'a key and one value on a line', got }
    case 'TAG_RESOLVE_FAILED':
      return { expected: 'YAML without tags', got }
    default:
      return { expected: 'well-formed YAML', got }
  }
}

function aliasProblems(document: Document.Parsed): Located[] {
  const found: Located[] = []
  visit(document, {
    Alias(_, alias, ancestors) {
      const anchored = alias.resolve(document)
      const offset = startOf(alias)
      const path = pathOf([...ancestors, alias])
      const got = `*${alias.source}`
      if (anchored === undefined) found.push({ offset, path, expected: 'an alias of an anchor before it', got })
      else if (ancestors.includes(anchored))
        found.push({ offset, path, expected: 'an alias of something that does not contain it', got })
    },
  })
  return found
}

function duplicateKeys(document: Document.Parsed): Located[] {
  const found: Located[] = []
  visit(document, {
    Map(_, map, ancestors) {
      const seen = new Set<string>()
      for (const { key } of map.items) {
        const word = isScalar(key) ? String(key.value) : undefined
        if (word === undefined) continue
        const path = [...pathOf([...ancestors, map]), word]
        if (seen.has(word))
          found.push({ offset: startOf(key), path, expected: 'each key once', got: `${describeKey(word)} again` })
        seen.add(word)
      }
    },
  })
  return found
}

/** The path of the last of a chain of nodes, each inside the one before it. */
function pathOf(chain: readonly unknown[]): Path {
  return chain.flatMap((ancestor, i): Path => {
    if (isPair(ancestor)) return isScalar(ancestor.key) ? [String(ancestor.key.value)] : []
    return isSeq(ancestor) && i + 1 < chain.length ? [ancestor.items.indexOf(chain[i + 1])] : []
  })
}

/** Where the deepest part of the path that exists begins. A collection is found where its key stands. */
function offsetOf(document: Document.Parsed, path: Path, what: 'key' | 'value'): number {
  let node: unknown = document.contents
  let offset = startOf(node)
  for (const [depth, step] of path.entries()) {
    const next = childOf(resolved(node, document), step)
    if (next === undefined) return offset
    const useKey = isMapOrSeq(next.value) || (what === 'key' && depth === path.length - 1)
    node = next.value
    offset = startOf(useKey && next.key !== undefined ? next.key : (node ?? next.key))
  }
  return offset
}

function childOf(parent: unknown, step: string | number): { key: unknown; value: unknown } | undefined {
  if (isSeq(parent) && typeof step === 'number')
    return step in parent.items ? { key: undefined, value: parent.items[step] } : undefined
  if (!isMap(parent)) return undefined
  const pair = (parent.items as Pair[]).findLast(({ key }) => isScalar(key) && String(key.value) === String(step))
  return pair && { key: pair.key, value: pair.value }
}

function resolved(node: unknown, document: Document.Parsed): unknown {
  return isAlias(node) ? node.resolve(document) : node
}

function isMapOrSeq(node: unknown): boolean {
  return isMap(node) || isSeq(node)
}

function startOf(node: unknown): number {
  return (node as { range?: readonly number[] | null } | null)?.range?.[0] ?? 0
}
