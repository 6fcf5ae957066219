/** A copy that does not keep the page alive that it was cut from: V8 keeps slices of 13 characters and more as references. */
export function detachedText(slice: string): string {
  return slice.length < 13 ? slice : Buffer.from(slice).toString()
}
