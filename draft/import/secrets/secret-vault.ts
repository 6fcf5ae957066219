// The secrets of what is imported: each gets a variable of its own, which stands in its place, and the places are kept.

import { formsOf } from '../../../core/secrets/secrets.ts'
import { counted } from '../../../core/text/plural.ts'
import type { ImportedSecret } from '../../imported-traffic.ts'
import { isMarked, type MarkedText, mapLiterals, mark } from '../written/marks.ts'
import { replaceKnownSecrets } from './known-secrets.ts'
import { wordsOf } from './secret-name.ts'

/** Variables that a shell or Node itself sets or reads: another value in them would change what runs. */
const TAKEN_NAMES = new Set(
  'PATH HOME USER USERNAME SHELL PWD OLDPWD TERM LANG TMPDIR HOSTNAME LOGNAME CI DEBUG NODE_OPTIONS NODE_ENV NO_COLOR'.split(
    ' ',
  ),
)

/** What stands before a credential, and punctuation: nothing to hide. */
const NO_SECRET = /^(?:\s*(?:basic|bearer|digest|token|apikey)?\s*|[\s;,:=&.|/-]*)$/i

export class SecretVault {
  readonly #variables = new Map<string, string>()
  readonly #places = new Map<string, Set<string>>()

  /**
   * What is to stand in place of a secret. Parts that are references already stay.
   * @param hint what the variable is called after: the name of its header or field
   * @param place where it stood: `header Authorization of POST /checkout`
   */
  take(secret: MarkedText, hint: string, place: string): MarkedText {
    return mapLiterals(secret, (literal) => {
      if (NO_SECRET.test(literal)) return literal
      const variable = this.#variables.get(literal) ?? this.#newVariable(literal, hint)
      return this.refer(variable, place)
    })
  }

  /** A variable that the source itself names in place of a value, as `$TOKEN` in a shell. */
  refer(variable: string, place: string): MarkedText {
    const places = this.#places.get(variable) ?? new Set()
    this.#places.set(variable, places.add(place))
    return mark(variable)
  }

  /** A credential that the source demands and does not have. The same name is the same credential. */
  demand(hint: string, place: string): MarkedText {
    return this.refer(variableName(hint), place)
  }

  /** The same text without what its value gives away as a secret. */
  takeKnown(text: MarkedText, place: string): MarkedText {
    return mapLiterals(text, (literal) =>
      replaceKnownSecrets(literal, (secret, hint) => this.take(secret, hint, place)),
    )
  }

  /** The same text without the secrets that were found elsewhere. For the end, when all of them are known. */
  hide(text: MarkedText): MarkedText {
    let hidden = text
    for (const [form, variable] of this.#forms())
      hidden = mapLiterals(hidden, (literal) => literal.split(form).join(mark(variable)))
    return hidden
  }

  /** In the order in which they were found. */
  list(): ImportedSecret[] {
    return [...this.#places].map(([variable, places]) => {
      const [first = '', ...others] = places
      const more = others.length === 0 ? '' : ` and ${counted(others.length, 'other place')}`
      return { variable, place: `${first}${more}` }
    })
  }

  /** Longest first, for one may be a part of another. */
  #forms(): (readonly [form: string, variable: string])[] {
    const distinct = [...this.#variables].filter(([secret]) => isDistinct(secret))
    return distinct
      .flatMap(([secret, variable]) => [...formsOf(secret)].map((form) => [form, variable] as const))
      .sort(([a], [b]) => b.length - a.length)
  }

  #newVariable(secret: string, hint: string): string {
    const wanted = variableName(hint)
    let variable = wanted
    const isUsed = (name: string) => this.#places.has(name)
    for (let n = 2; isUsed(variable); n++) variable = `${wanted}_${n}`
    this.#variables.set(secret, variable)
    return variable
  }
}

/** `x-api-key` is API_KEY. */
function variableName(hint: string): string {
  const words = wordsOf(hint)
  const named = (words.length > 1 && words[0] === 'x' ? words.slice(1) : words).slice(0, 6).join('_').toUpperCase()
  const name = named === 'PWD' ? 'PASSWORD' : named.slice(0, 60)
  if (name === '' || /^\d/.test(name)) return `SECRET${name === '' ? '' : `_${name}`}`
  return TAKEN_NAMES.has(name) || name.startsWith('SLA_HARNESS') ? `SERVICE_${name}` : name
}

/** Whether a secret is told from common words: `admin` as a password says nothing of `/admin` in a path. */
function isDistinct(secret: string): boolean {
  return secret.length >= 8 && !isMarked(secret) && (secret.length >= 20 || !/^[A-Za-z]+$/.test(secret))
}
