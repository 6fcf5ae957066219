/** A part of the run in which something else than the service may have made responses slow. Seconds of the run. */
export interface Spell {
  readonly startSeconds: number
  readonly endSeconds: number
}

/** How long they last together. */
export function secondsOf(spells: readonly Spell[]): number {
  return spells.reduce((sum, { startSeconds, endSeconds }) => sum + endSeconds - startSeconds, 0)
}

/** Whether any of them touches this whole second of the run. */
export function touchesSecond(spells: readonly Spell[], second: number): boolean {
  return spells.some(({ startSeconds, endSeconds }) => startSeconds < second + 1 && endSeconds > second)
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
