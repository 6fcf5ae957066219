// Text as the worst of outsides would write it: any UTF-16 at all, and much of what some format gives a meaning to.

import fc from 'fast-check'

const MEANINGFUL = [
  ...'|`<>&"\'\\*_[]()#$~!@%;:= \n\r\t\u0000\u0007\u001b\u009b\u007f\u200d\u202e\ufe0f\u0301日🎉',
  ']]>',
  '\u001b[31m',
  '\u001b]0;',
  '<script>',
  '<!--',
  '-->',
  '::error::',
  '&amp;',
]

export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(...MEANINGFUL),
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      fc.constantFrom(...'abc123'),
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(''))
