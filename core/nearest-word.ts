// The word that someone may have meant, for messages about unknown names.

/** The known word with the fewest edits to the given one, where that is at most a third of its letters, or two. */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  const tolerated = Math.max(2, Math.floor(word.length / 3))
  let [best, fewest] = [undefined as string | undefined, tolerated + 1]
  for (const candidate of known) {
    const edits = editDistance(word.toLowerCase(), candidate.toLowerCase())
    if (edits < fewest) [best, fewest] = [candidate, edits]
  }
  return best
}

// Levenshtein, one row at a time.
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1))
    }
    row = next
  }
  return row[b.length] as number
}
