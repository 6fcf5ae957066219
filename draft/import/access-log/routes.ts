// Paths of a log → routes: what differs from one request of a kind to the next becomes a column of data.

import { wordsOf } from '../secrets/secret-name.ts'

/** Segments that are made for one thing: numbers, UUIDs, digests, dates, long identifiers with digits in them. */
const IDENTIFIER =
  /^(?:\d+|[0-9a-f]{8}-[0-9a-f-]{27}|(?=[0-9a-f]*\d)[0-9a-f]{8,}|\d{4}-\d{2}-\d{2}.*|(?=[\w~-]*\d)[\w~-]{16,}|[a-z]{1,5}[_-](?=\w*\d)\w{4,}|[^/@\s]+@[^/@\s]+)$/i

/** How many different words a place may have before they are taken for names of things. */
const MOST_WORDS = 20

interface Node {
  readonly children: Map<string, Node>
}

/** Finds the routes of all paths. What is an identifier is told by its form, or by how many others stand in its place. */
export class RouteFinder {
  readonly #root: Node = { children: new Map() }

  /** @param path without its query */
  add(path: string): void {
    let node = this.#root
    for (const segment of segmentsOf(path)) {
      // Beyond this number all that follows is data anyway.
      const key = IDENTIFIER.test(segment) ? '*' : segment
      const known = node.children.get(key) ?? (node.children.size > MOST_WORDS ? node.children.get('*') : undefined)
      const next = known ?? { children: new Map() }
      if (known === undefined) node.children.set(node.children.size > MOST_WORDS ? '*' : key, next)
      node = next
    }
  }

  /** For each segment of a path, whether it is data. To be asked when all paths were added. */
  variesAt(path: string): boolean[] {
    let node: Node | undefined = this.#root
    return segmentsOf(path).map((segment) => {
      const isCrowded: boolean = (node?.children.size ?? 0) > MOST_WORDS
      const varies: boolean = IDENTIFIER.test(segment) || isCrowded
      node = varies && isCrowded ? undefined : node?.children.get(varies ? '*' : segment)
      return varies
    })
  }
}

export function segmentsOf(path: string): string[] {
  return path.split('/').slice(1)
}

/** What a segment that is data is called: after the word before it, `users` gives `user`. */
export function columnName(before: string | undefined, taken: ReadonlySet<string>): string {
  const word = wordsOf(before ?? '')
    .join('_')
    .replace(/ies$/, 'y')
    .replace(/(?<=[^s])s$/, '')
  const base = /^[a-z]\w*$/.test(word) ? word.slice(0, 40) : 'id'
  let name = base
  for (let n = 2; taken.has(name); n++) name = `${base}_${n}`
  return name
}
