// Readers of answers to requests that ask for more than a status: one for each arrival, because checks know when it was
// due, and redirects what was sent before. The rest have none.

import { type AskedOfAnswer, askedOfAnswer, nameOfAsked, needsBody } from '../../core/answers/answer-check.ts'
import { isExpectedStatus } from '../../core/answers/expected-status.ts'
import type { JsonValue } from '../../core/json/exact-json.ts'
import type { LoadPlan, RequestTemplate } from '../../core/scenario/load-plan.ts'
import { canBeHidden, formsOf } from '../../core/secrets/secrets.ts'
import { formatByteSize } from '../../core/text/byte-size.ts'
import { counted } from '../../core/text/plural.ts'
import {
  type Answer,
  type AnswerReader,
  MOST_BODY_BYTES,
  type PreparedRequest,
  type SentValue,
} from '../connections/connection.ts'
import { headerValue, headerValues } from '../connections/response-framing.ts'
import { textsIn } from '../flows/user-session.ts'
import {
  CAPTURE,
  COMPLETED,
  EXPECTATION,
  type OutcomeCode,
  REDIRECT,
  STATUS,
  UNREADABLE,
} from '../recording/outcome.ts'
import type { Arrival } from '../schedule/arrival.ts'
import type { AnswerKeeper } from './answer-keeper.ts'
import type { AnswerTally } from './answer-tally.ts'
import { compileCapture } from './compile-capture.ts'
import { compileCheck } from './compile-check.ts'
import { type Known, ReadAnswer } from './read-answer.ts'
import { isRedirect, readSentHead, redirectedBytes } from './redirected-bytes.ts'

/** Of a body, in characters: more than is shown. */
const MOST_SAMPLED = 1000

const OVERSIZED = `the body was larger than ${formatByteSize(MOST_BODY_BYTES)}, the most that is read of an answer`

/** What one template asks of its answers, ready to be asked. */
interface Asking {
  readonly asked: readonly Ask[]
  readonly needsBody: boolean
  /** The most that are followed. */
  readonly redirects: number
}

interface Ask {
  readonly name: string
  /** The name under which the value is kept; null of a check. */
  readonly capture: string | null
  /** True of a check that holds. */
  run(answer: ReadAnswer, intendedSeconds: number): Known<JsonValue>
}

export class AnswerReaders {
  readonly #plan: Pick<LoadPlan, 'requests' | 'phases'>
  readonly #origin: URL
  readonly #tally: AnswerTally
  readonly #askings: readonly Asking[]

  constructor(plan: Pick<LoadPlan, 'url' | 'requests' | 'phases'>, tally: AnswerTally) {
    this.#plan = plan
    this.#origin = new URL(plan.url)
    this.#tally = tally
    this.#askings = plan.requests.map(toAsking)
  }

  /** Null where the status alone decides. @param keeper null where nobody keeps what answers bring */
  readerFor({ request, phase, intendedSeconds }: Arrival, keeper: AnswerKeeper | null = null): AnswerReader | null {
    const asking = this.#askings[request] as Asking
    if (keeper === null && asking.asked.length === 0 && asking.redirects === 0) return null
    return new ArrivalAnswer({
      request,
      asking,
      keeper,
      origin: this.#origin,
      tally: this.#plan.phases[phase]?.measured ? this.#tally : null,
      intendedSeconds,
    })
  }
}

/** Whether any request of a plan asks for more than a status. */
export function asksForAnswers(requests: readonly RequestTemplate[]): boolean {
  return requests.some((template) => askedOfAnswer(template).length > 0 || (template.redirects ?? 0) > 0)
}

function toAsking(template: RequestTemplate): Asking {
  const asked = askedOfAnswer(template)
  return { asked: asked.map(toAsk), needsBody: asked.some(needsBody), redirects: template.redirects ?? 0 }
}

function toAsk(asked: AskedOfAnswer): Ask {
  // Not its name in reports: values of the environment are in place here.
  const name = asked.kind === 'capture' ? nameOfAsked(asked) : asked.kind
  if (asked.kind === 'capture') return { name, capture: asked.capture.name, run: compileCapture(asked.capture.source) }
  const check = compileCheck(asked)
  return {
    name,
    capture: null,
    run: (answer, intendedSeconds) => {
      const problem = check(answer, intendedSeconds)
      return problem ?? { value: true }
    },
  }
}

interface ArrivalAnswerOptions {
  readonly request: number
  readonly asking: Asking
  readonly keeper: AnswerKeeper | null
  readonly origin: URL
  /** Null where the phase is not measured. */
  readonly tally: AnswerTally | null
  readonly intendedSeconds: number
}

class ArrivalAnswer implements AnswerReader {
  readonly #options: ArrivalAnswerOptions
  /** What was sent and redirected, in order. */
  readonly #redirected: Buffer[] = []
  readonly #earlierCookies: string[] = []
  #captured: string[] = []
  /** Of the run, in what was sent. */
  #values: readonly SentValue[] = []
  failure: string | null = null

  constructor(options: ArrivalAnswerOptions) {
    this.#options = options
  }

  get needsBody(): boolean {
    return this.#options.asking.needsBody
  }

  get hidden(): readonly string[] {
    const sent = this.#values.flatMap(({ text }) => (canBeHidden(text) ? [...formsOf(text)] : []))
    return [...this.#captured, ...sent, ...(this.#options.keeper?.hidden ?? [])]
  }

  read(answer: Answer, request: PreparedRequest): OutcomeCode | PreparedRequest {
    const { keeper, asking, tally } = this.#options
    this.#values = request.values ?? []
    keeper?.answered(answer.headers, readSentHead(request.bytes).target)
    const location = headerValue(answer.headers, 'location')
    const next =
      asking.redirects > 0 && isRedirect(answer.status, location) ? this.#follow(answer, location, request) : undefined
    if (typeof next === 'object') {
      this.#earlierCookies.push(...headerValues(answer.headers, 'set-cookie'))
      return next
    }
    if (this.#redirected.length > 0) tally?.redirected(this.#options.request, this.#redirected.length)
    if (next !== undefined) {
      this.failure = next
      return REDIRECT
    }
    if (isExpectedStatus(request.expect, answer.status)) return this.#judge(answer)
    if (answer.body === null) this.failure = OVERSIZED
    return STATUS
  }

  /** @returns the next request, or why there is none */
  #follow({ status }: Answer, location: string, request: PreparedRequest): PreparedRequest | string {
    const { asking, origin, keeper } = this.#options
    const redirection = redirectedBytes(request.bytes, { status, location, origin }, (target) =>
      keeper?.cookieFor(target),
    )
    if (typeof redirection === 'string') return redirection
    const { bytes, isHead, target } = redirection
    const path = target.replace(/\?.*$/, '')
    const before = [...this.#redirected, request.bytes]
    if (before.length > asking.redirects) {
      // Not sooner: some services redirect to the same place until they are done.
      const times = counted(asking.redirects, 'redirect')
      return before.some((sent) => sent.equals(bytes))
        ? `a loop of redirects, back at ${path} after ${times}`
        : `more than ${times}, the next to ${path}`
    }
    this.#redirected.push(request.bytes)
    return { ...request, bytes, isHead, answer: this }
  }

  /** Everything is asked, so that each count is of all answers. */
  #judge(answer: Answer): OutcomeCode {
    const { asking, request, keeper, tally, intendedSeconds } = this.#options
    const read = new ReadAnswer(answer, this.#earlierCookies)
    const results = asking.asked.map((ask) => ask.run(read, intendedSeconds))
    const captured = asking.asked.flatMap(({ capture }, i) => {
      const result = results[i] as Known<JsonValue>
      return capture === null || 'problem' in result ? [] : [[capture, result.value] as const]
    })
    this.#captured = captured.flatMap(([, value]) => textsIn(value))
    let outcome = COMPLETED
    for (const [check, { name, capture }] of asking.asked.entries()) {
      const result = results[check] as Known<JsonValue>
      if (!('problem' in result)) {
        tally?.judged(request, check)
        continue
      }
      const { problem, isUnreadable = false } = result
      if (isUnreadable) tally?.unreadable(request, check)
      else {
        tally?.judged(request, check)
        tally?.failed(request, check)
      }
      this.#sample(check, problem, answer, read)
      // A check comes before a capture, in the list and in what the error is called; what is certainly wrong before both
      // kinds of what could not be read.
      if (outcome === COMPLETED || (outcome === UNREADABLE && !isUnreadable)) {
        outcome = isUnreadable ? UNREADABLE : capture === null ? EXPECTATION : CAPTURE
        this.failure = `${name}: ${problem}`
      }
    }
    if (outcome === COMPLETED) for (const [name, value] of captured) keeper?.captured(name, value)
    return outcome
  }

  #sample(check: number, got: string, answer: Answer, read: ReadAnswer): void {
    const { request, tally } = this.#options
    if (tally === null || !tally.wants(request, check)) return
    const text = this.needsBody ? read.text : { value: '' }
    tally.add(
      {
        request,
        check,
        atSeconds: answer.endedSeconds,
        got,
        status: answer.status,
        contentType: headerValue(answer.headers, 'content-type'),
        body: 'problem' in text ? '' : text.value.slice(0, MOST_SAMPLED),
      },
      this.hidden,
    )
  }
}
