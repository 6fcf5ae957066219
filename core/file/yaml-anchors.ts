// Which node of a YAML document each of its aliases refers to.

import { type Document, type Node, visit } from 'yaml'

/** The node that each alias of the document refers to; an alias of nothing is absent. */
export type Anchors = ReadonlyMap<unknown, Node>

/** One walk through the document: to look each alias up by itself takes time with the square of its length. */
export function anchorsOf(document: Document.Parsed): Anchors {
  const named = new Map<string, Node>()
  const anchors = new Map<unknown, Node>()
  visit(document, {
    Alias(_, alias) {
      const node = named.get(alias.source)
      if (node !== undefined) anchors.set(alias, node)
    },
    Value(_, node) {
      if (node.anchor !== undefined) named.set(node.anchor, node)
    },
  })
  return anchors
}
