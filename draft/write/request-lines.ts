// The requests of a scenario, and the flow of one user where they have an order.

import { ExactNumber, type JsonValue, jsonText, mayBeRounded } from '../../core/json/exact-json.ts'
import { formatDuration } from '../../core/text/duration.ts'
import type { Draft, DraftRequest } from '../draft.ts'
import type { ImportedBody, ImportedStep } from '../imported-traffic.ts'
import { matchText } from './match-text.ts'
import { commentLines, flowMapping, flowText, singleQuoted, yamlText } from './yaml-text.ts'

type Sent = Pick<Draft, 'requests' | 'steps' | 'unknownRoutes'>

export function requestLines({ requests, steps, unknownRoutes }: Sent): string[] {
  const isMix = steps === null && requests.length > 1
  return [
    ...commentLines(
      `What is sent${isMix ? ': several requests, mixed by their weights' : ''}. The answer has to have a status from 200 to 299 where expect does not say another; all else is an error. match names the series of the histogram that count a request.`,
    ),
    'requests:',
    ...requests.flatMap((request) => oneRequest(request, isMix)),
    ...unknownLines(unknownRoutes),
    ...(steps === null ? [] : ['', ...flowLines(steps)]),
  ]
}

function oneRequest(request: DraftRequest, isMix: boolean): string[] {
  const { name, method, path, headers, body, weight, statuses, match, evidence } = request
  const written = writtenBody(body)
  const sent = { ...headers, ...written.headers }
  const usual = body === null ? 'GET' : 'POST'
  return [
    `  - name: ${yamlText(name)}${evidence.kind === 'tried' ? ` # tried: status ${evidence.status} in ${formatDuration(evidence.seconds)}` : ''}`,
    ...(isMix ? [`    weight: ${weight}`] : []),
    ...(method === usual ? [] : [`    method: ${method}`]),
    `    path: ${yamlText(path)}`,
    ...(Object.keys(sent).length === 0
      ? []
      : [`    headers: ${flowMapping(Object.entries(sent).map(([key, value]) => [key, flowText(value)] as const))}`]),
    ...written.lines.map((line) => `    ${line}`),
    ...(statuses.length === 0 ? [] : [`    expect: { status: [${statuses.join(', ')}] }`]),
    ...(match === null || Object.keys(match).length === 0 ? [] : [`    match: ${singleQuoted(matchText(match))}`]),
  ]
}

interface WrittenBody {
  readonly lines: readonly string[]
  /** What has to be said beside it. */
  readonly headers: Readonly<Record<string, string>>
}

function writtenBody(body: ImportedBody | null): WrittenBody {
  if (body === null) return { lines: [], headers: {} }
  switch (body.kind) {
    case 'json':
      // YAML would round what JSON keeps.
      return hasExactNumbers(body.value)
        ? { lines: [`text: ${JSON.stringify(jsonText(body.value))}`], headers: { 'Content-Type': 'application/json' } }
        : { lines: [`json: ${jsonText(body.value)}`], headers: {} }
    case 'text':
      return { lines: [`text: ${JSON.stringify(body.text)}`], headers: {} }
    case 'form':
      return {
        lines: [
          `form: ${flowMapping(Object.entries(body.fields).map(([key, value]) => [key, flowText(value)] as const))}`,
        ],
        headers: {},
      }
  }
}

function hasExactNumbers(value: JsonValue): boolean {
  if (value instanceof ExactNumber || mayBeRounded(value)) return true
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some(hasExactNumbers)
}

/** As comments: whoever knows how they are asked for fills them in. */
function unknownLines(routes: readonly string[]): string[] {
  if (routes.length === 0) return []
  return [
    ...commentLines(
      'The metrics show these routes too. What they need (a body, an identifier, a login) is not known here: fill it in and take the # away. Rows of a file: docs/scenario-file.md, data.',
      '  ',
    ),
    ...routes.flatMap((route) => {
      // Labels hold what anybody has sent: a line of its own would be read as a part of the scenario.
      const [, method = 'GET', path] = /^(?:([A-Z]+) )?(\/.*)$/s.exec(route) ?? []
      if (path === undefined) return []
      const body = method === 'POST' || method === 'PUT' || method === 'PATCH' ? ', json: {}' : ''
      return `  # - { name: ${JSON.stringify(route)}, method: ${method}, path: ${JSON.stringify(path)}${body} }`
    }),
  ]
}

function flowLines(steps: readonly ImportedStep[]): string[] {
  return [
    ...commentLines(
      'What one user does: the requests in order, each after the answer to the one before, with the pauses that were recorded. A request that fails ends the flow.',
    ),
    'flows:',
    '  - name: user',
    '    cookies: true # each user keeps what the service sets',
    '    steps:',
    ...steps.map(({ request, thinkSeconds }) => {
      const think = thinkSeconds > 0 ? `, think: ${thinkOf(thinkSeconds)}` : ''
      return `      - { request: ${flowText(request)}${think} }`
    }),
  ]
}

function thinkOf(seconds: number): string {
  return seconds >= 1 ? `${Number(seconds.toFixed(2))}s` : `${Math.max(1, Math.round(seconds * 1000))}ms`
}
