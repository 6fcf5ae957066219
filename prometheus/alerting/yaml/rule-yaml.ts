// The YAML of a rule file: reads its nodes and collects the problems, each with its place:
// `latency.rules.yml:7 groups[0].rules[1].for: expected a duration such as 30s or 1m30s, got "1.5m"`.

import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
  type Scalar,
} from 'yaml'
import { MOST_CHARACTERS, tooLong } from '../../../core/file/file-size.ts'
import { type Anchors, anchorsOf } from '../../../core/file/yaml-anchors.ts'
import { didYouMean } from '../../../core/text/nearest-word.ts'
import { parsePrometheusDuration } from '../../promql/prometheus-duration.ts'
import { goInteger } from './go-integer.ts'
import { goTruth } from './go-truth.ts'
import { indentQuoted } from './indent-quoted.ts'
import { scalarSource } from './scalar-source.ts'

/** Thirty mappings that each merge the one before twice would be merged 2^30 times. */
const MOST_MERGES = 1000

/** A node and the path to it. The node is null where a key has no value. */
export interface PlacedNode {
  readonly path: string
  readonly node: Node | null
  /** In characters from the start of the text; that of the key where the value is missing. */
  readonly offset: number
}

/**
 * What a merge (`<<`) does to keys that the mapping has itself. `fills`: it stands back, wherever it is written, as YAML says and
 * yaml.v3 does. `overwrites`: it replaces those before it, as yaml.v2 does.
 */
export type MergeOrder = 'fills' | 'overwrites'

export class RuleYaml {
  readonly problems: string[] = []
  /** What stands in each document that is not empty; none where the text is not YAML. */
  readonly roots: readonly PlacedNode[]
  /** What was parsed; its lines are those of the file. */
  #text: string
  readonly fileName: string
  #lines = new LineCounter()
  readonly #documents: readonly Document.Parsed[]
  readonly #anchors: Anchors
  /** The nodes that are being merged: one of them again would merge itself. */
  readonly #merging = new Set<Node | null>()
  readonly #mergeOrder: MergeOrder
  #merges = 0

  constructor(text: string, fileName: string, mergeOrder: MergeOrder = 'fills') {
    this.#text = text
    this.fileName = fileName
    this.#mergeOrder = mergeOrder
    this.#documents = this.#parsed(text)
    const errors = this.#documents.flatMap((document) => document.errors)
    const template = errors.length === 0 ? -1 : text.search(HELM)
    if (template >= 0)
      this.#reportAt(template, 'expected YAML, got a template of Helm: render it first (helm template)')
    else for (const { message, pos } of telling(errors)) this.#reportAt(pos[0], readable(message))
    const documents = this.problems.length > 0 ? [] : this.#documents
    this.#anchors = new Map(documents.flatMap((document) => [...anchorsOf(document)]))
    this.roots = documents.flatMap(({ contents: node, range }) =>
      isEmpty(node) ? [] : [{ path: '', node, offset: node.range?.[0] ?? range[0] }],
    )
  }

  #parsed(text: string): readonly Document.Parsed[] {
    if (text.length > MOST_CHARACTERS) {
      this.#reportAt(0, tooLong(text))
      return []
    }
    const documents = this.#documentsIn(text)
    if (!documents.some(({ errors }) => errors.some(({ code }) => code === 'MISSING_CHAR'))) return documents
    const lines = this.#lines
    const indented = indentQuoted(text)
    const again = this.#documentsIn(indented)
    if (again.every(({ errors }) => errors.length === 0)) {
      this.#text = indented
      return again
    }
    this.#lines = lines
    return documents
  }

  #documentsIn(text: string): readonly Document.Parsed[] {
    this.#lines = new LineCounter()
    const documents = parseAllDocuments(text, { lineCounter: this.#lines, prettyErrors: false })
    return 'empty' in documents ? [] : documents
  }

  #reportAt(offset: number, problem: string): void {
    this.problems.push(`${this.fileName}:${Math.max(1, this.#lines.linePos(offset).line)}: ${problem}`)
  }

  /** A node as plain data; undefined where there is none, or it repeats others too often. */
  valueOf(place: PlacedNode | null): unknown {
    const node = place && this.#resolved(place)
    const document = place && this.#documents.findLast(({ range }) => range[0] <= place.offset)
    if (!node || !document) return undefined
    try {
      return node.toJS(document)
    } catch (error) {
      // The library's own limit on what aliases may unfold to.
      if (error instanceof ReferenceError) return undefined
      throw error
    }
  }

  lineOf({ offset }: PlacedNode): number {
    return this.#lines.linePos(offset).line
  }

  /** @param index in the text of a scalar; the line of the file on which that character stands */
  lineAt(place: PlacedNode, index: number): number {
    const node = this.#resolved(place)
    if (!isScalar(node) || !node.range) return this.lineOf(place)
    return this.#lines.linePos(scalarSource(this.#text, node, this.text(place), index)).line
  }

  /** @param line where the problem is, if not where the node starts */
  report(place: PlacedNode, problem: string, line = this.lineOf(place)): void {
    const path = place.path === '' ? '' : ` ${place.path}`
    this.problems.push(`${this.fileName}:${line}${path}: ${problem}`)
  }

  /** The values of a mapping by key. Keys that are not among the known ones are reported. */
  mapping(place: PlacedNode, known: readonly string[] | null): Map<string, PlacedNode> {
    const values = new Map<string, PlacedNode>()
    const node = this.#resolved(place)
    if (isEmpty(node)) return values
    if (!isMap(node)) {
      this.report(place, `expected a mapping${known ? ` with ${known.join(', ')}` : ''}, got ${describe(node)}`)
      return values
    }
    for (const pair of node.items as Pair<Node, Node | null>[]) this.#addPair(place, pair, known, values)
    return values
  }

  list(place: PlacedNode): readonly PlacedNode[] {
    const node = this.#resolved(place)
    if (isEmpty(node)) return []
    if (isSeq(node))
      return (node.items as Node[]).map((item, i) => ({
        path: `${place.path}[${i}]`,
        node: item,
        offset: item.range?.[0] ?? place.offset,
      }))
    this.report(place, `expected a list, got ${describe(node)}`)
    return []
  }

  /** A scalar as it is written, because Prometheus accepts `1` and `true` as texts. Empty if the value is missing. */
  text(place: PlacedNode): string {
    const node = this.#resolved(place)
    if (isEmpty(node)) return ''
    if (isScalar(node)) return asWritten(node)
    this.report(place, `expected a text, got ${describe(node)}`)
    return ''
  }

  /** Seconds; 0 where the value is missing. */
  durationSeconds(place: PlacedNode): number {
    if (isEmpty(this.#resolved(place))) return 0
    const text = this.text(place)
    const milliseconds = parsePrometheusDuration(text)
    if (milliseconds !== undefined) return milliseconds / 1e3
    this.report(place, `expected a duration in whole units, such as 30s or 1m30s, got ${JSON.stringify(text)}`)
    return 0
  }

  /** 0 where the value is missing. */
  wholeNumber(place: PlacedNode): number {
    return this.#plain(place, goInteger, 'a whole number') ?? 0
  }

  /** False where the value is missing, or null. */
  truth(place: PlacedNode): boolean {
    return this.#plain(place, goTruth, 'true or false') ?? false
  }

  /** Whether a key has no value, or null. */
  isMissing(place: PlacedNode): boolean {
    return isEmpty(this.#resolved(place))
  }

  /** What a text means that is not in quotes; undefined where the value is missing, or something else, which is reported. */
  #plain<T>(place: PlacedNode, read: (text: string) => T | undefined, expected: string): T | undefined {
    const node = this.#resolved(place)
    if (isEmpty(node)) return undefined
    const isPlain = isScalar(node) && node.type === 'PLAIN'
    const value = isPlain ? read(asWritten(node)) : undefined
    const quoted = isScalar(node) && !isPlain ? ' in quotes' : ''
    if (value === undefined) this.report(place, `expected ${expected}, got ${describe(node)}${quoted}`)
    return value
  }

  #addPair(
    place: PlacedNode,
    { key, value }: Pair<Node, Node | null>,
    known: readonly string[] | null,
    values: Map<string, PlacedNode>,
  ): void {
    const name = isScalar(key) ? asWritten(key) : String(key)
    const keyOffset = key.range?.[0] ?? place.offset
    if (name === '<<') {
      this.#merge({ path: place.path, node: value, offset: keyOffset }, known, values)
      return
    }
    const path = place.path === '' ? name : `${place.path}.${name}`
    if (known && !known.includes(name)) {
      this.report(
        { path, node: key, offset: keyOffset },
        `expected one of ${known.join(', ')}, got ${name}${didYouMean(name, known)}`,
      )
    } else values.set(name, { path, node: value, offset: value?.range?.[0] ?? keyOffset })
  }

  /** Adds the keys of a mapping, or of each of a list of them: the first that has a key counts. */
  #merge(
    place: PlacedNode,
    known: readonly string[] | null,
    values: Map<string, PlacedNode>,
    order = this.#mergeOrder,
  ): void {
    const node = this.#resolved(place)
    this.#merges++
    if (this.#merging.has(node)) this.report(place, 'expected a mapping to merge that does not merge itself')
    else if (this.#merges > MOST_MERGES)
      this.report(place, `expected at most ${MOST_MERGES} merges in a file, got more`)
    if (this.#merging.has(node) || this.#merges > MOST_MERGES) return
    this.#merging.add(node)
    const merged = new Map<string, PlacedNode>()
    if (isSeq(node))
      for (const item of node.items) this.#merge({ ...place, node: isNode(item) ? item : null }, known, merged, 'fills')
    else for (const [inherited, value] of this.mapping(place, known)) merged.set(inherited, value)
    for (const [inherited, value] of merged)
      if (order === 'overwrites' || !values.has(inherited)) values.set(inherited, value)
    this.#merging.delete(node)
  }

  #resolved({ node }: PlacedNode): Node | null {
    return isAlias(node) ? (this.#anchors.get(node) ?? null) : node
  }
}

/** What Helm replaces before anything is YAML. In a rule, templates stand inside the texts of labels and annotations. */
const HELM = /^[ \t]*\{\{|\{\{-?\s*\.(?:Values|Release|Chart)\b/m

/** After a slip in the syntax the parser stumbles over what follows. */
function telling(errors: Document.Parsed['errors']): Document.Parsed['errors'] {
  const slip = errors.find(({ code }) => code !== 'DUPLICATE_KEY')
  return errors.filter((error) => error === slip || error.code === 'DUPLICATE_KEY')
}

/** The parser calls itself once a level, and reports that the stack is full as if it were a mistake of the syntax. */
function readable(message: string): string {
  return message.includes('call stack') ? 'expected fewer lists and mappings inside one another' : message
}

function isEmpty(node: Node | null): node is null {
  return node === null || (isScalar(node) && node.value === null)
}

function asWritten(node: Scalar): string {
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value))
}

function describe(node: Node): string {
  if (isMap(node)) return 'a mapping'
  if (isSeq(node)) return 'a list'
  return isScalar(node) ? JSON.stringify(node.source ?? node.value) : 'something else'
}
