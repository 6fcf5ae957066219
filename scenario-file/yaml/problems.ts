// Mistakes of a YAML document as YAML, whatever its content means.

import { type Document, isMap, isSeq, visit, type YAMLError } from 'yaml'
import { describeKey } from '../mistakes/describe-value.ts'
import type { Path } from '../mistakes/scenario-error.ts'
import { keyOf, MERGE_KEY, pathOf, resolved, startOf } from './nodes.ts'

/** A mistake at an offset in the text. */
export interface YamlProblem {
  readonly offset: number
  readonly path: Path
  readonly expected: string
  readonly got: string
}

/** The problems that make the document unreadable. */
export function fatalProblems(document: Document.Parsed): YamlProblem[] {
  return [...syntaxProblems(document), ...aliasProblems(document), ...mergeProblems(document)]
}

function syntaxProblems(document: Document.Parsed): YamlProblem[] {
  const first = [...document.errors, ...document.warnings][0]
  // Later errors are mostly consequences of the first.
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

function aliasProblems(document: Document.Parsed): YamlProblem[] {
  const found: YamlProblem[] = []
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

/** `<<` merges only mappings. The parser would throw without a position. */
function mergeProblems(document: Document.Parsed): YamlProblem[] {
  const found: YamlProblem[] = []
  visit(document, {
    Pair(_, { key, value }, ancestors) {
      if (keyOf(key) !== MERGE_KEY) return
      const target = resolved(value, document)
      const sources = isSeq(target) ? target.items.map((item) => resolved(item, document)) : [target]
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
        const path = [...pathOf([...ancestors, map]), word]
        if (seen.has(word))
          found.push({ offset: startOf(key), path, expected: 'each key once', got: `${describeKey(word)} again` })
        seen.add(word)
      }
    },
  })
  return found
}
