// RE2 patterns. RE2 takes time linear in the text, whatever the pattern, so that neither a rule, nor a metrics page, nor an
// answer that is searched can stop the program.

import { RE2JS, RE2JSSyntaxException } from 're2js'

export type Re2 = RE2JS

/**
 * @param dotAll whether a dot matches a newline too
 * @throws RangeError that says what in the pattern cannot be read
 */
export function compileRe2(pattern: string, dotAll: boolean): Re2 {
  try {
    return RE2JS.compile(pattern, dotAll ? RE2JS.DOTALL : 0)
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error
    throw new RangeError(`the pattern cannot be read: ${error.message.replace(/^error parsing regexp: /, '')}`)
  }
}
