import { readFile } from 'node:fs/promises'
import { readFailure } from '../../core/file/read-failure.ts'
import { UserError } from '../../core/user-error.ts'

/** @throws UserError where there is no such file */
export async function readRuleText(rulesFile: string): Promise<string> {
  try {
    return await readFile(rulesFile, 'utf8')
  } catch (cause) {
    throw new UserError(`${rulesFile}: expected a rule file, got ${readFailure(cause)}`, { cause })
  }
}
