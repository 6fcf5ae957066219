// Checks what flows and the setup refer to: the requests that their steps name must exist, and what they say must be able
// to happen.

import { isMapping } from '../../core/file/mapping.ts'
import { parseShare } from '../../core/scenario/parse-objective.ts'
import { describeKey } from '../mistakes/describe-value.ts'
import type { Mistake } from '../mistakes/explain-schema-issues.ts'
import { duplicatesOf, mistake, unknownName } from '../mistakes/reference-mistakes.ts'
import type { Path } from '../mistakes/scenario-error.ts'
import type { ReferenceView } from '../reference-view.ts'
import { requestName } from '../resolve/request-name.ts'

type StepView = NonNullable<NonNullable<ReferenceView['setup']>['steps'][number]>

interface PlacedStep {
  readonly path: Path
  readonly step: StepView
}

export interface PlacedRequest {
  readonly path: Path
  readonly request: ReferenceView['request']
}

/** @param file as read */
export function checkFlows(file: unknown, view: ReferenceView): Mistake[] {
  const { flows, setup, requests } = view
  const hasFlows = isMapping(file) && file.flows !== undefined
  const library = (requests ?? []).map(requestName)
  const inFlows = flows.flatMap((flow, i) => placed(flow?.steps ?? [], ['flows', i, 'steps']))
  const inSetup = placed(setup?.steps ?? [], ['setup', 'steps'])
  const used = new Set([...inFlows, ...inSetup].flatMap(({ step }) => step.request ?? []))
  return [
    ...duplicatesOf(flows.map((flow) => flow?.name)).map(([i, name]) =>
      mistake(['flows', i, 'name'], 'a name that no other flow has', `${describeKey(name)} again`),
    ),
    ...[...inFlows, ...inSetup].flatMap((each) => unknownRequest(each, library)),
    ...flows.flatMap((flow, i) => withoutCertainStep(flow?.steps ?? [], ['flows', i, 'steps'])),
    ...(hasFlows ? [...weights(file), ...unused(library, used)] : []),
  ]
}

/** All requests that may be sent in the traffic, with their places: those of steps, too. */
export function placedRequests({ request, requests, flows }: ReferenceView): PlacedRequest[] {
  const own = flows
    .flatMap((flow, i) => placed(flow?.steps ?? [], ['flows', i, 'steps']))
    .flatMap(({ path, step }) => (step.request === undefined ? [{ path, request: step }] : []))
  if (requests === undefined) return flows.length > 0 ? own : [{ path: ['request'], request }]
  return [...requests.map((each, i) => ({ path: ['requests', i], request: each })), ...own]
}

function placed(steps: readonly (StepView | undefined)[], parent: Path): PlacedStep[] {
  return steps.flatMap((step, i) => (step === undefined ? [] : [{ path: [...parent, i], step }]))
}

function unknownRequest({ path, step: { request } }: PlacedStep, library: readonly string[]): Mistake[] {
  if (request === undefined || library.includes(request)) return []
  const place = [...path, 'request']
  if (library.length === 0)
    return [mistake(place, 'requests beside it that have this name, or a request of its own', describeKey(request))]
  return [unknownName(place, 'request', request, library)]
}

/** An iteration that takes no step would be over at once, and be begun again without end. */
function withoutCertainStep(steps: readonly (StepView | undefined)[], path: Path): Mistake[] {
  const isCertain = (step: StepView | undefined) => step?.chance === undefined || parseShare(step.chance) === 1
  if (steps.length === 0 || steps.some(isCertain)) return []
  return [mistake(path, 'at least one step that every iteration takes', 'a chance in every step')]
}

function weights(file: unknown): Mistake[] {
  const requests = isMapping(file) && Array.isArray(file.requests) ? file.requests : []
  return requests.flatMap((request: unknown, i) =>
    isMapping(request) && request.weight !== undefined
      ? [
          mistake(
            ['requests', i, 'weight'],
            'no weight beside flows, which have weights of their own',
            'a weight',
            'key',
          ),
        ]
      : [],
  )
}

function unused(library: readonly string[], used: ReadonlySet<string>): Mistake[] {
  return library.flatMap((name, i) =>
    used.has(name)
      ? []
      : [
          mistake(
            ['requests', i],
            'a request that a step of flows or setup names',
            `${describeKey(name)}, which none names`,
          ),
        ],
  )
}
