// Which values answers may have brought before a request is sent, by its place in the scenario file.

import { isMapping } from '../../core/file/mapping.ts'
import type { Path } from '../mistakes/scenario-error.ts'
import type { ReferenceView } from '../reference-view.ts'
import { requestName } from '../resolve/request-name.ts'

type StepView = NonNullable<ReferenceView['setup']>['steps'][number]
type Captures = ReadonlySet<string>

/** The names of the sources `captured` and `setup` at a place. */
export interface CapturedBefore {
  readonly captured: readonly string[]
  readonly setup: readonly string[]
}

/**
 * What each step before it captures, in every flow that sends it: a request that is sent once without it could not be sent.
 * @param path of a text within a request
 */
export function capturedBefore(view: ReferenceView, path: Path): CapturedBefore {
  const { flows, setup } = view
  const inSetup = setup?.steps ?? []
  const ofSetup = [...capturesOf(inSetup, view)]
  const [section, index, , step] = path
  if (section === 'setup') {
    const before = [...capturesOf(inSetup.slice(0, Number(path[2])), view)]
    return { captured: before, setup: before }
  }
  if (section === 'flows') {
    const steps = flows[Number(index)]?.steps ?? []
    return { captured: [...capturesOf(steps.slice(0, Number(step)), view)], setup: ofSetup }
  }
  const entry = section === 'requests' ? view.requests?.[Number(index)] : undefined
  if (entry === undefined) return { captured: [], setup: ofSetup }
  const name = requestName(entry)
  const inFlows = flows.flatMap((flow) => placesOf(name, flow?.steps ?? [], view))
  const asSetup = placesOf(name, inSetup, view)
  const ofSetupThere = asSetup.length === 0 ? ofSetup : [...inAll([...asSetup, ...inFlows.map(() => new Set(ofSetup))])]
  return { captured: [...inAll([...inFlows, ...asSetup])], setup: ofSetupThere }
}

/** For each time that the request is a step: what those before it capture. */
function placesOf(name: string, steps: readonly StepView[], view: ReferenceView): Captures[] {
  return steps.flatMap((step, i) => (step?.request === name ? [capturesOf(steps.slice(0, i), view)] : []))
}

function capturesOf(steps: readonly StepView[], { requests }: ReferenceView): Captures {
  return new Set(
    steps.flatMap((step) => {
      const named = requests?.find((entry) => requestName(entry) === step?.request)
      const capture = step?.request === undefined ? step?.capture : named?.capture
      return isMapping(capture) ? Object.keys(capture) : []
    }),
  )
}

function inAll([first, ...others]: readonly Captures[]): Captures {
  return new Set([...(first ?? [])].filter((name) => others.every((each) => each.has(name))))
}
