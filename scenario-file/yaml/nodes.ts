// Nodes of a parsed YAML document: their offset, their key and their path.

import { isPair, isScalar, isSeq } from 'yaml'
import type { Path } from '../mistakes/scenario-error.ts'

export const MERGE_KEY = '<<'

/** The key as text; undefined where it is a collection. */
export function keyOf(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined
  return typeof key.value === 'symbol' ? key.value.description : String(key.value)
}

/** The path of the last of a chain of nodes, each inside the one before it. */
export function pathOf(chain: readonly unknown[]): Path {
  return chain.flatMap((ancestor, i): Path => {
    if (isPair(ancestor)) {
      const key = keyOf(ancestor.key)
      return key === undefined ? [] : [key]
    }
    return isSeq(ancestor) && i + 1 < chain.length ? [ancestor.items.indexOf(chain[i + 1])] : []
  })
}

/** The node's offset in the text. */
export function startOf(node: unknown): number {
  return (node as { range?: readonly number[] | null } | null)?.range?.[0] ?? 0
}
