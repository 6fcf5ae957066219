/** Closes an exhaustive switch: a variant that was forgotten is a compile error, and at run time says its name. */
export function assertNever(value: never): never {
  throw new TypeError(`unexpected variant: ${JSON.stringify(value)}`)
}
