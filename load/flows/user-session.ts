// What a user of a flow, or the setup, keeps of answers for the requests that follow.

import { ExactNumber, type JsonValue, textOfJson } from '../../core/json/exact-json.ts'
import type { AnswerKeeper } from '../responses/answer-keeper.ts'
import type { CookieContext, CookieJar } from './cookies/cookie-jar.ts'
import type { CookieScope } from './cookies/cookie-scope.ts'

export class UserSession implements AnswerKeeper {
  readonly #scope: CookieScope
  readonly #cookies: CookieJar | null
  readonly #captured = new Map<string, JsonValue>()

  /** @param cookies null where none are kept */
  constructor(scope: CookieScope, cookies: CookieJar | null) {
    this.#scope = scope
    this.#cookies = cookies
  }

  get hidden(): readonly string[] {
    return [...[...this.#captured.values()].flatMap(textsIn), ...(this.#cookies?.values ?? [])]
  }

  answered(headers: readonly string[], target: string): void {
    if (this.#cookies === null) return
    const set = headers.filter((_, i) => i % 2 === 1 && headers[i - 1]?.toLowerCase() === 'set-cookie')
    if (set.length > 0) this.#cookies.store(set, this.#contextOf(target))
  }

  captured(name: string, value: JsonValue): void {
    this.#captured.set(name, value)
  }

  get keepsCookies(): boolean {
    return this.#cookies !== null
  }

  /** Empty where there are none for it; undefined where none are kept. */
  cookieFor(target: string): string | undefined {
    return this.#cookies?.header(this.#contextOf(target))
  }

  /** Undefined where nothing of the name was captured. */
  capture(name: string): JsonValue | undefined {
    return this.#captured.get(name)
  }

  get captures(): ReadonlyMap<string, JsonValue> {
    return this.#captured
  }

  #contextOf(target: string): CookieContext {
    const { host, isPrivate, nowSeconds } = this.#scope
    return { host, isPrivate, nowSeconds: nowSeconds(), path: target.replace(/[?#].*$/, '') }
  }
}

/** Texts of which an answer could show one again: the value, and those within it. */
export function textsIn(value: JsonValue): string[] {
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return [textOfJson(value)]
  return [textOfJson(value), ...Object.values(value).flatMap(textsIn)]
}
