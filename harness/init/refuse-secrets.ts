// What is named on the command line is written into files as it is: a secret in it belongs into the environment.

import { UserError } from '../../core/user-error.ts'
import { takeFromPath } from '../../draft/import/requests/take-secrets.ts'
import { SecretVault } from '../../draft/import/secrets/secret-vault.ts'
import { mark } from '../../draft/import/written/marks.ts'

const REFERENCE = /\$\{([A-Za-z_]\w*)\}/g

/** @param text a path or a URL, in which `${NAME}` refers to a variable. @returns null where no secret is in it */
export function secretIn(text: string): string | null {
  const vault = new SecretVault()
  const marked = text.replace(REFERENCE, (_, variable: string) => mark(variable))
  const [, user] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)@/i.exec(marked) ?? []
  if (user !== undefined) vault.take(user, 'USER_PASSWORD', 'its user and password')
  if (vault.list().length === 0) takeFromPath(marked, 'it', vault)
  const [found] = vault.list()
  if (found === undefined) return null
  const place = found.place.replace(/ of it\b/, '')
  return `no secret, got one in ${place}; write \${${found.variable}} there and set that variable: files and shells keep what is typed`
}

/** @throws UserError where one of them holds a secret */
export function refuseSecrets(flag: string, texts: readonly string[]): void {
  for (const text of texts) {
    const mistake = secretIn(text)
    if (mistake !== null) throw new UserError(`${flag}: expected ${mistake}`)
  }
}

/** The variables that a path or a URL refers to. */
export function variablesIn(text: string): string[] {
  return [...text.matchAll(REFERENCE)].map(([, variable = '']) => variable)
}
