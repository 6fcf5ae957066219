// One exit code for several runs, so that a job ends as its worst scenario did.

/** From the mildest to the gravest; a code that is not listed (a signal, 130) is graver than all. */
const BY_GRAVITY = [0, 3, 1, 2, 70]

/** A failure (1) outranks an inconclusive run (3); a usage error (2) or a defect (70) outranks both. */
export function worstExitCode(codes: readonly number[]): number {
  return codes.reduce((worst, code) => (gravity(code) > gravity(worst) ? code : worst), 0)
}

function gravity(code: number): number {
  const at = BY_GRAVITY.indexOf(code)
  return at < 0 ? BY_GRAVITY.length : at
}
