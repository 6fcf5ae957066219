// What the scenario asks of answers, by name: how often it was asked in measured phases, and how often it was not so.

import { askedOfAnswer, nameOfAsked } from '../../core/answers/answer-check.ts'
import { statusesText } from '../../core/answers/expected-status.ts'
import type { AnswerCheckCounts, FollowedRedirects, Report } from '../../core/report/report.ts'
import { type LoadResult, measuredSlots, sumAccounting } from '../../core/run/load-result.ts'
import type { RequestTemplate } from '../../core/scenario/load-plan.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'

export function reportedAnswers(
  load: LoadResult,
  { requests }: Scenario,
): Pick<Report['load'], 'checks' | 'redirects'> {
  const checks = requests.flatMap((template, request) => [
    ...statusCheck(load, template, request),
    ...otherChecks(load, template, request),
  ])
  const redirects = requests.flatMap(({ name }, request) => followed(load, name, request))
  return {
    ...(checks.length === 0 ? {} : { checks }),
    ...(redirects.length === 0 ? {} : { redirects }),
  }
}

/** Told from the accounting, so that it costs the hot path nothing. None where the scenario names no status. */
function statusCheck(load: LoadResult, { name, expect }: RequestTemplate, request: number): AnswerCheckCounts[] {
  const statuses = statusesText(expect)
  if (statuses === undefined) return []
  const { completed, errorKinds } = sumAccounting(measuredSlots(load).filter((slot) => slot.request === request))
  const { status: failed = 0, expectation = 0, capture = 0, unreadable = 0 } = errorKinds
  const first = load.firstErrors.find((error) => error.request === request && error.kind === 'status')
  const answer = failed > 0 ? (first?.answer ?? null) : null
  return [
    {
      request: name,
      check: `status ${statuses}`,
      judged: completed + failed + expectation + capture + unreadable,
      failed,
      first: answer && {
        atSeconds: Math.max(0, first?.atSeconds ?? 0),
        got: answer.statusLine,
        status: answer.status,
        contentType: answer.contentType,
        body: answer.body,
      },
    },
  ]
}

function otherChecks({ answers }: LoadResult, template: RequestTemplate, request: number): AnswerCheckCounts[] {
  return askedOfAnswer(template).map((asked, check) => {
    const isIt = (each: { readonly request: number; readonly check: number }) =>
      each.request === request && each.check === check
    const { judged, failed, unreadable } = answers?.checks.find(isIt) ?? { judged: 0, failed: 0, unreadable: 0 }
    const first = answers?.failures.find(isIt)
    return {
      request: template.name,
      check: nameOfAsked(asked),
      judged,
      failed,
      ...(unreadable > 0 && { unreadable }),
      first:
        first === undefined
          ? null
          : {
              atSeconds: Math.max(0, first.atSeconds),
              got: first.got,
              status: first.status,
              contentType: first.contentType,
              body: first.body,
            },
    }
  })
}

function followed({ answers }: LoadResult, name: string, request: number): FollowedRedirects[] {
  const counts = (answers?.redirects ?? []).filter((each) => each.request === request)
  if (counts.length === 0) return []
  return [{ request: name, byHops: Object.fromEntries(counts.map(({ hops, requests }) => [String(hops), requests])) }]
}
