// Functions that return something where there are no samples.

/** They ask whether there is nothing. */
export const ABSENCE_FUNCTIONS: ReadonlySet<string> = new Set(['absent', 'absent_over_time'])

/** Vectors whatever there is; so does every function that is called without an argument, as `time()` and `hour()` are. */
export const ALWAYS_RETURN: ReadonlySet<string> = new Set([...ABSENCE_FUNCTIONS, 'vector'])
