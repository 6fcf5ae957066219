// Mistakes of a YAML document as YAML, whatever its content means.

import { type Document, isAlias, isMap, isSeq, visit, type YAMLError } from 'yaml'
import type { Anchors } from '../../core/yaml-anchors.ts'
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
export function syntaxProblems(document: Document.Parsed): YamlProblem[] {
  const first = [...document.errors, ...document.warnings][0]
  // Later errors are mostly consequences of the first.
  return first === undefined ? [] : [{ offset: first.pos[0], path: [], ...describeSyntax(first) }]
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

function describeSyntax(error: YAMLError): { expected: string; got: string } {
  if (error.message.includes('call stack')) return { expected: FEWER_LEVELS, got: 'too many of them to be read' }
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
