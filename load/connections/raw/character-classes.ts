// Classes of bytes in a response's head, as tables: 1 for a member (RFC 9110, 5.5 and 5.6.2).

export const CARRIAGE_RETURN = 0x0d
export const LINE_FEED = 0x0a
export const SPACE = 0x20
export const TAB = 0x09
export const COLON = 0x3a
export const COMMA = 0x2c
export const SEMICOLON = 0x3b
export const ZERO = 0x30

/** What a header's name is made of. */
export const TOKEN = members((byte) => /[!#$%&'*+\-.^_`|~0-9A-Za-z]/.test(String.fromCharCode(byte)))

/** What a header's value is made of: no control characters but the tab. */
export const FIELD_TEXT = members((byte) => byte === TAB || (byte >= SPACE && byte !== 0x7f))

export const DIGIT = members((byte) => byte >= ZERO && byte <= 0x39)

/** The value of a hexadecimal digit, and -1 for other bytes. */
export const HEX_VALUE = Int8Array.from({ length: 256 }, (_, byte) => {
  const value = '0123456789abcdef'.indexOf(String.fromCharCode(byte).toLowerCase())
  return value
})

function members(isMember: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (isMember(byte) ? 1 : 0))
}
