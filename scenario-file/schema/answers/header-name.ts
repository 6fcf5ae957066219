/** True where HTTP can carry a header of this name (RFC 9110, 5.1). */
export function isHeaderName(header: string): boolean {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(header)
}
