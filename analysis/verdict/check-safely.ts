/** Runs a check; if it throws, returns `otherwise(message)`, so that one crash does not stop the other checks. */
export function checkSafely<Result>(check: () => Result, otherwise: (problem: string) => Result): Result {
  try {
    return check()
  } catch (error) {
    return otherwise(error instanceof Error ? error.message : String(error))
  }
}
