// Every connection is an open file. A process that may open too few of them (ulimit -n) would make requests wait, and the
// wait would look like the service's.

import { readFileSync } from 'node:fs'
import type { LoadProblem } from '../core/run/load-problem.ts'
import type { LoadPlan } from '../core/scenario/load-plan.ts'
import { UserError } from '../core/user-error.ts'

/** For scrapes, pages that look on, the report's files, and Node itself. */
const RESERVED_FILES = 64
/** Event loop and channels of a generator thread. */
const FILES_PER_WORKER = 8

/** How many files this process may have open; infinite where the system does not say. Source: proc(5), /proc/pid/limits. */
export function openFileLimit(): number {
  try {
    const soft = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]
    return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft)
  } catch {
    return Number.POSITIVE_INFINITY
  }
}

export interface AffordablePlan {
  readonly plan: LoadPlan
  readonly problems: readonly LoadProblem[]
}

/** The plan with as many connections as can be open at once. @throws UserError where that is none */
export function affordablePlan(plan: LoadPlan, openFiles: number): AffordablePlan {
  const affordable = openFiles - RESERVED_FILES - FILES_PER_WORKER * plan.workers
  if (plan.connections <= affordable) return { plan, problems: [] }
  if (affordable < plan.workers)
    throw new UserError(
      `open files: expected a limit (ulimit -n) that leaves room for connections, got one of ${openFiles}`,
    )
  return {
    plan: { ...plan, connections: affordable },
    problems: [{ kind: 'too-few-open-files', openFiles, wanted: plan.connections, allowed: affordable }],
  }
}
