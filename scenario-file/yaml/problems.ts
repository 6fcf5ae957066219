// Mistakes of a YAML document as YAML, whatever its content means.

import { type Document, isAlias, isMap, isSeq, visit, type YAMLError } from 'yaml'
import type { Anchors } from '../../core/file/yaml-anchors.ts'
import { describeKey } from '../mistakes/describe-value.ts'
import type { Path } from '../mistakes/scenario-error.ts'
import { expansionOf } from './expansion.ts'
import { keyOf, MERGE_KEY, pathOf, startOf } from './nodes.ts'

/** A mistake at an offset in the text. */
export interface YamlProblem {
  readonly offset: number
  readonly path: Path
  readonly expected: string
  readonly got: string
}

/** The parser and all that follows it call themselves once a level; thousands of levels exhaust the stack. */
export const FEWER_LEVELS = 'fewer lists and mappings inside one another'

// Each use of an alias costs the parser a walk through the document.
const MOST_ALIASES = 1000

// A scenario has a dozen levels; a body of JSON may add some of its own.
const MOST_LEVELS = 100

// Enough for a large body of JSON, and few enough to be checked within a second.
const MOST_VALUES = 200_000

/** The mistakes of a text that cannot be parsed as YAML. */
export function syntaxProblems(document: Document.Parsed, text: string): YamlProblem[] {
  const first = [...document.errors, ...document.warnings][0]
  // Later errors are mostly consequences of the first.
  return first === undefined
    ? []
    : [{ offset: first.pos[0], path: [], ...describeSyntax(first, lineAround(text, first.pos[0])) }]
}

/** The problems of a document that is YAML, but stands for no value. */
export function fatalProblems(document: Document.Parsed, anchors: Anchors): YamlProblem[] {
  if (anchors.size > MOST_ALIASES)
    return [{ offset: 0, path: [], expected: `at most ${MOST_ALIASES} aliases`, got: `${anchors.size}` }]
  const problems = [...aliasProblems(document, anchors), ...mergeProblems(document, anchors)]
  return problems.length > 0 ? problems : sizeProblems(document, anchors)
}

function sizeProblems(document: Document.Parsed, anchors: Anchors): YamlProblem[] {
  const { values, depth } = expansionOf(document, anchors)
  const start = { offset: 0, path: [] }
  if (depth > MOST_LEVELS)
    return [{ ...start, expected: `at most ${MOST_LEVELS} levels inside one another`, got: `${depth}` }]
  if (values <= MOST_VALUES) return []
  const got = `${values} once each alias is replaced by what it refers to`
  return [{ ...start, expected: `at most ${MOST_VALUES} values`, got: anchors.size > 0 ? got : `${values}` }]
}

function lineAround(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  return text.slice(start).split('\n', 1)[0] ?? ''
}

/** A value that holds a colon and a space, as in `question: Is it fast: yes or no?`. */
const COLON_IN_VALUE = /:\s+[^\s"'[{].*:(?:\s|$)/

function describeSyntax(error: YAMLError, line: string): { expected: string; got: string } {
  if (error.message.includes('call stack')) return { expected: FEWER_LEVELS, got: 'too many of them to be read' }
  const got = `text that cannot be read (${error.message.replace(/\s+/g, ' ')})`
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return { expected: 'spaces for indentation', got: 'a tab' }
    case 'BAD_INDENT':
      return { expected: /^Flow/.test(error.message) ? UNCLOSED : 'indentation that lines up', got }
    case 'MULTILINE_IMPLICIT_KEY':
    case 'BLOCK_AS_IMPLICIT_KEY':
      return { expected: COLON_IN_VALUE.test(line) ? COLON_QUOTED : NOT_DEEPER, got }
    case 'TAG_RESOLVE_FAILED':
      return { expected: 'YAML without tags', got }
    case 'BAD_SCALAR_START':
      return { expected: 'a value in quotes, for its first character means something else', got }
    default:
      return { expected: 'well-formed YAML', got }
  }
}

const UNCLOSED = 'a closing ] or }, or lines that are indented further than the one that opens it'
const COLON_QUOTED = 'a value in quotes, for it holds a colon and a space'
const NOT_DEEPER = 'a key and one value on a line, and the keys after it no further indented'

function aliasProblems(document: Document.Parsed, anchors: Anchors): YamlProblem[] {
  const found: YamlProblem[] = []
  visit(document, {
    Alias(_, alias, ancestors) {
      const anchored = anchors.get(alias)
      if (anchored !== undefined && !ancestors.includes(anchored)) return
      const expected =
        anchored === undefined ? 'an alias of an anchor before it' : 'an alias of something that does not contain it'
      const place = { offset: startOf(alias), path: pathOf([...ancestors, alias]) }
      found.push({ ...place, expected, got: `*${alias.source}` })
    },
  })
  return found
}

/** `<<` merges only mappings. The parser would throw without a position. */
function mergeProblems(document: Document.Parsed, anchors: Anchors): YamlProblem[] {
  const resolved = (node: unknown) => (isAlias(node) ? anchors.get(node) : node)
  const found: YamlProblem[] = []
  visit(document, {
    Pair(_, { key, value }, ancestors) {
      if (keyOf(key) !== MERGE_KEY) return
      const target = resolved(value)
      const sources = isSeq(target) ? target.items.map(resolved) : [target]
      if (sources.every(isMap)) return
      const path = [...pathOf(ancestors), MERGE_KEY]
      found.push({ offset: startOf(key), path, expected: 'a mapping to merge', got: 'something else' })
    },
  })
  return found
}

/** Keys that occur twice in a mapping. The parser would silently keep the last. */
export function duplicateKeys(document: Document.Parsed): YamlProblem[] {
  const found: YamlProblem[] = []
  visit(document, {
    Map(_, map, ancestors) {
      const seen = new Set<string>()
      for (const { key } of map.items) {
        const word = keyOf(key)
        if (word === undefined) continue
        if (seen.has(word)) {
          const path = [...pathOf([...ancestors, map]), word]
          found.push({ offset: startOf(key), path, expected: 'each key once', got: `${describeKey(word)} again` })
        }
        seen.add(word)
      }
    },
  })
  return found
}
