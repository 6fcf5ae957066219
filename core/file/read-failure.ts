/** What stands where a file was expected, by the error of whoever tried to read it: `no such file`, or the code where it is another. */
export function readFailure(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return FAILURES.get(code) ?? code
}

const FAILURES: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'no such file'],
  ['EISDIR', 'a folder'],
  ['EACCES', 'a file that may not be read'],
])
