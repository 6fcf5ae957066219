/**
 * What a check says, or what is to be said instead where it throws: a check that crashed proves nothing, and the
 * others go on.
 */
export function checkSafely<Result>(check: () => Result, otherwise: (problem: string) => Result): Result {
  try {
    return check()
  } catch (error) {
    return otherwise(error instanceof Error ? error.message : String(error))
  }
}
