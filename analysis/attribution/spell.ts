/** A part of the run in which something else than the service may have made responses slow. Seconds of the run. */
export interface Spell {
  readonly startSeconds: number
  readonly endSeconds: number
}

/** @param spells ascending by their start @returns the same with those that touch as one */
export function joinedSpells(spells: readonly Spell[]): Spell[] {
  const joined: Spell[] = []
  for (const { startSeconds, endSeconds } of spells) {
    const last = joined.at(-1)
    if (last && startSeconds <= last.endSeconds + 1e-9)
      joined[joined.length - 1] = { ...last, endSeconds: Math.max(last.endSeconds, endSeconds) }
    else joined.push({ startSeconds, endSeconds })
  }
  return joined
}
