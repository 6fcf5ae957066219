// How large the value is that a YAML document stands for, once every alias is replaced by what it refers to and every
// `<<` by what it merges. Ten levels of ten aliases each stand for 10^10 values in a text of a few hundred characters.

import { type Document, isAlias, isMap, isPair, isSeq } from 'yaml'
import type { Anchors } from '../../core/file/yaml-anchors.ts'

export interface Expansion {
  /** Scalars, lists and mappings, each as often as it occurs. */
  readonly values: number
  /** Levels of lists and mappings inside one another. */
  readonly depth: number
}

/** @param anchors none of them contains an alias of itself */
export function expansionOf(document: Document.Parsed, anchors: Anchors): Expansion {
  const known = new Map<unknown, Expansion>()
  const expand = (node: unknown): Expansion => {
    const before = known.get(node)
    if (before !== undefined) return before
    const expansion = isAlias(node) ? expand(anchors.get(node)) : together(childrenOf(node).map(expand))
    known.set(node, expansion)
    return expansion
  }
  return expand(document.contents)
}

function childrenOf(node: unknown): readonly unknown[] {
  if (isSeq(node)) return node.items
  if (isMap(node)) return node.items.flatMap((item) => (isPair(item) ? [item.key, item.value] : []))
  return []
}

function together(children: readonly Expansion[]): Expansion {
  let values = 1
  let depth = 0
  for (const child of children) {
    values += child.values
    depth = Math.max(depth, child.depth + 1)
  }
  return { values, depth }
}
