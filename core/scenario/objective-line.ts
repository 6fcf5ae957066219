// One line of an SLA with the request that it is about: `p95 < 300ms for checkout`. Without one it is about all requests.

import type { Objective } from './objective.ts'
import { parseObjective, withLowerSubject } from './parse-objective.ts'

export interface ObjectiveLine {
  /** Without the request, as reports and baselines know it. */
  readonly text: string
  readonly objective: Objective
  /** The name of a request; null for all of them. */
  readonly request: string | null
}

/** Undefined where the line is no objective. */
export function parseObjectiveLine(line: string): ObjectiveLine | undefined {
  const { text, request } = splitRequest(line)
  const objective = parseObjective(text)
  return objective && { text: withLowerSubject(text).trim(), objective, request }
}

/** The part before `for`, which may have any case, and the name behind it, which may hold spaces. */
export function splitRequest(line: string): { readonly text: string; readonly request: string | null } {
  const [, text, request] = /^(.*?\S)\s+for\s+(\S.*?)\s*$/is.exec(line) ?? []
  return text === undefined || request === undefined ? { text: line, request: null } : { text, request }
}
