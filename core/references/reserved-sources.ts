/** Sources of references that are no data sets: what is generated, and what was captured from responses. */
export const RESERVED_SOURCES: readonly string[] = ['values', 'captured', 'setup']
