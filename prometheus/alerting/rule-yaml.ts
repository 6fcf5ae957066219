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
  parseDocument,
} from 'yaml'
import { formatCount } from '../../core/text/count.ts'
import { didYouMean } from '../../core/text/nearest-word.ts'
import { type Anchors, anchorsOf } from '../../core/yaml-anchors.ts'
import { parsePrometheusDuration } from '../promql/prometheus-duration.ts'

/** A rule file of a large company has a tenth of this. */
const MOST_CHARACTERS = 8 * 1024 * 1024

/** Thirty mappings that each merge the one before twice would be merged 2^30 times. */
const MOST_MERGES = 1000

/** A node and the path to it. The node is null where a key has no value. */
export interface PlacedNode {
  readonly path: string
  readonly node: Node | null
  /** In characters from the start of the text; that of the key where the value is missing. */
  readonly offset: number
}

export class RuleYaml {
  readonly problems: string[] = []
  /** Null where the text is empty or not YAML. */
  readonly root: PlacedNode | null
  readonly #fileName: string
  readonly #lines = new LineCounter()
  readonly #document: Document.Parsed | null
  readonly #anchors: Anchors
  /** The nodes that are being merged: one of them again would merge itself. */
  readonly #merging = new Set<Node | null>()
  #merges = 0

  constructor(text: string, fileName: string) {
    this.#fileName = fileName
    const document = this.#parsed(text)
    this.#document = document
    const errors = document?.errors ?? []
    const template = errors.length === 0 ? -1 : text.search(HELM)
    if (template >= 0)
      this.#reportAt(template, 'expected YAML, got a template of Helm: render it first (helm template)')
    for (const { code, message, pos } of template >= 0 ? [] : errors)
      this.#reportAt(pos[0], code === 'MULTIPLE_DOCS' ? 'expected one document, got another one' : readable(message))
    this.#anchors = document === null || this.problems.length > 0 ? new Map() : anchorsOf(document)
    const node = document === null || this.problems.length > 0 ? null : document.contents
    this.root = node === null ? null : { path: '', node, offset: node.range?.[0] ?? 0 }
  }

  #parsed(text: string): Document.Parsed | null {
    if (text.length > MOST_CHARACTERS) {
      this.#reportAt(0, `expected at most ${formatCount(MOST_CHARACTERS)} characters, got ${formatCount(text.length)}`)
      return null
    }
    return parseDocument(text, { lineCounter: this.#lines, prettyErrors: false })
  }

  #reportAt(offset: number, problem: string): void {
    this.problems.push(`${this.#fileName}:${Math.max(1, this.#lines.linePos(offset).line)}: ${problem}`)
  }

  /** A node as plain data; undefined where there is none, or it repeats others too often. */
  valueOf(place: PlacedNode | null): unknown {
    const node = place && this.#resolved(place)
    if (!node || this.#document === null) return undefined
    try {
      return node.toJS(this.#document)
    } catch (error) {
      // The library's own limit on what aliases may unfold to.
      if (error instanceof ReferenceError) return undefined
      throw error
    }
  }

  lineOf({ offset }: PlacedNode): number {
    return this.#lines.linePos(offset).line
  }

  /** @param line which line of a multi-line text, from 1 */
  report(place: PlacedNode, problem: string, line = 1): void {
    const path = place.path === '' ? '' : ` ${place.path}`
    const isBlock = isScalar(place.node) && place.node.type === 'BLOCK_LITERAL'
    this.problems.push(`${this.#fileName}:${this.lineOf(place) + line - (isBlock ? 0 : 1)}${path}: ${problem}`)
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
    if (isScalar(node)) return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value))
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

  wholeNumber(place: PlacedNode): number {
    const text = this.text(place)
    if (/^\d+$/.test(text)) return Number(text)
    this.report(place, `expected a whole number, got ${JSON.stringify(text)}`)
    return 0
  }

  #addPair(
    place: PlacedNode,
    { key, value }: Pair<Node, Node | null>,
    known: readonly string[] | null,
    values: Map<string, PlacedNode>,
  ): void {
    const name = isScalar(key) ? String(key.value) : String(key)
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

  /** Adds the keys of a mapping, or of each of a list of them, that are not there yet. */
  #merge(place: PlacedNode, known: readonly string[] | null, values: Map<string, PlacedNode>): void {
    const node = this.#resolved(place)
    this.#merges++
    if (this.#merging.has(node)) this.report(place, 'expected a mapping to merge that does not merge itself')
    else if (this.#merges > MOST_MERGES)
      this.report(place, `expected at most ${MOST_MERGES} merges in a file, got more`)
    if (this.#merging.has(node) || this.#merges > MOST_MERGES) return
    this.#merging.add(node)
    if (isSeq(node))
      for (const item of node.items) this.#merge({ ...place, node: isNode(item) ? item : null }, known, values)
    else
      for (const [inherited, merged] of this.mapping(place, known))
        if (!values.has(inherited)) values.set(inherited, merged)
    this.#merging.delete(node)
  }

  #resolved({ node }: PlacedNode): Node | null {
    return isAlias(node) ? (this.#anchors.get(node) ?? null) : node
  }
}

/** What Helm replaces before anything is YAML. In a rule, templates stand inside the texts of labels and annotations. */
const HELM = /^[ \t]*\{\{|\{\{-?\s*\.(?:Values|Release|Chart)\b/m

/** The parser calls itself once a level, and reports that the stack is full as if it were a mistake of the syntax. */
function readable(message: string): string {
  return message.includes('call stack') ? 'expected fewer lists and mappings inside one another' : message
}

function isEmpty(node: Node | null): node is null {
  return node === null || (isScalar(node) && node.value === null)
}

function describe(node: Node): string {
  if (isMap(node)) return 'a mapping'
  if (isSeq(node)) return 'a list'
  return isScalar(node) ? JSON.stringify(node.source ?? node.value) : 'something else'
}
