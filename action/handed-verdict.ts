// The verdict that the action hands on. A folder may hold the report of an earlier call, so a report counts only where the
// call judged something and wrote it.

/** Of a call that has a verdict: pass, fail, inconclusive and interrupted. All others ended before, or by a defect. */
const JUDGED: readonly number[] = [0, 1, 3, 130]

export interface FinishedCall {
  readonly exitCode: number
  /** The text of its report before the call; null where there was none. */
  readonly before: string | null
  readonly after: string | null
}

/** The worst verdict of all calls; empty where nothing was judged, and where all but one passed and that one judged nothing. */
export function handedVerdict(calls: readonly FinishedCall[]): string {
  const found = calls.map(verdictOf)
  const worst = ['fail', 'inconclusive'].find((verdict) => found.includes(verdict))
  return worst ?? (found.length > 0 && found.every((verdict) => verdict === 'pass') ? 'pass' : '')
}

/** Every report says when its run began: one that is the same to the letter was not written by this call. */
function verdictOf({ exitCode, before, after }: FinishedCall): string | null {
  if (!JUDGED.includes(exitCode) || after === null || after === before) return null
  return JSON.parse(after).verdict
}
