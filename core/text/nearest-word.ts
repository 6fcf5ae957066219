// The known word that someone most likely meant: the nearest by edit distance.
// Distance: insertions, deletions, substitutions and swaps of neighbours (optimal string alignment), case ignored.

// The distance takes time with the square of the length; nothing known is nearly as long.
const LONGEST_WORD = 100

/** The nearest of the known words; undefined where none is near enough to be meant. Ties go to the earlier word. */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  if (word.length > LONGEST_WORD) return undefined
  let nearest: string | undefined
  let smallest = Number.POSITIVE_INFINITY
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase())
    if (distance < smallest && isNear(distance, word, candidate)) {
      smallest = distance
      nearest = candidate
    }
  }
  return nearest
}

/** ` (did you mean rate?)`, to put behind the word that was not known; empty where no known word is near enough. */
export function didYouMean(word: string, known: readonly string[]): string {
  return suggestion(nearestWord(word, known) ?? null)
}

/** The same for a word that has been looked up already. */
export function suggestion(nearest: string | null): string {
  return nearest === null ? '' : ` (did you mean ${nearest}?)`
}

// A third of the longer word may differ, one letter at least: `rte` means rate, `xyz` does not mean for.
// A word that was cut short (`conn` for connections) is near as well.
function isNear(distance: number, word: string, candidate: string): boolean {
  const allowed = Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3))
  const shorter = Math.min(word.length, candidate.length)
  const cutShort = shorter >= 3 && (candidate.startsWith(word) || word.startsWith(candidate))
  return cutShort || (distance <= allowed && distance < shorter)
}

export function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      let cost = Math.min((previous[j] as number) + 1, (row[j - 1] as number) + 1, substitution)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) cost = Math.min(cost, (beforePrevious[j - 2] as number) + 1)
      row.push(cost)
    }
    beforePrevious = previous
    previous = row
  }
  return previous[b.length] as number
}
