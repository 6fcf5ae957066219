import type { JsonValue } from '../../core/json/exact-json.ts'

/** Who keeps what answers bring for the requests that follow: a user of a flow, or the setup. */
export interface AnswerKeeper {
  /** What no sample may show: values and cookies that earlier answers brought. */
  readonly hidden: readonly string[]
  /** Of each answer, those that redirect included. @param target path and query that were asked for */
  answered(headers: readonly string[], target: string): void
  /** Only of an answer that is the expected one. */
  captured(name: string, value: JsonValue): void
  /** The header `Cookie` of a request that follows a redirect there; undefined where it stays as it is. */
  cookieFor(target: string): string | undefined
}
