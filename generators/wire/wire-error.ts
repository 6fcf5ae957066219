/** What came over the wire is not what this version of the protocol says: malformed, cut short, or of another version. */
export class WireError extends Error {
  override readonly name = 'WireError'
}
