import { unsupportedReference } from '../../core/text/environment-references.ts'

/** The phrase that completes `expected …` where a `${` is neither a reference nor escaped. */
export function referencePhrase(got: unknown): string {
  const unsupported = unsupportedReference(String(got))
  const plain = `\${NAME} for a variable of the environment, or $\${ for a literal \${`
  const fallback = /^\$\{(\w+):?[-=?+]/.exec(unsupported ?? '')?.[1]
  return fallback === undefined
    ? plain
    : `\${${fallback}} without a default or a condition (${unsupported} is not supported)`
}
