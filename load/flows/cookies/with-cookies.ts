// A request's bytes with the cookies of its user: in the header `Cookie` that it has already, or in one of their own.

const LINE_END = '\r\n'
const HEAD_END = `${LINE_END}${LINE_END}`

/** @param cookies the value of a `Cookie` header; not empty */
export function withCookies(bytes: Buffer, cookies: string): Buffer {
  const headEnd = bytes.indexOf(HEAD_END)
  const head = bytes.toString('latin1', 0, headEnd)
  const own = /\r\ncookie:[^\r\n]*/i.exec(head)
  const at = own ? own.index + own[0].length : headEnd
  const added = own ? `; ${cookies}` : `${LINE_END}Cookie: ${cookies}`
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(added, 'latin1'), bytes.subarray(at)])
}
