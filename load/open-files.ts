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

/** How many files a process of generators may have open. */
export interface OpenFileLimit {
  readonly openFiles: number
  /** The generator whose limit it is; absent where its generators are threads of this process. */
  readonly generator?: string
}

/**
 * The plan with as many connections as can be open at once.
 * @param limits of each process of generators, at least one: all have as many generators, and as many connections
 * @throws UserError where that is none
 */
export function affordablePlan(plan: LoadPlan, limits: readonly OpenFileLimit[]): AffordablePlan {
  const lowest = limits.reduce((low, limit) => (limit.openFiles < low.openFiles ? limit : low))
  const workers = Math.ceil(plan.workers / limits.length)
  const ofEach = lowest.openFiles - RESERVED_FILES - FILES_PER_WORKER * workers
  const affordable = ofEach * limits.length
  if (plan.connections <= affordable) return { plan, problems: [] }
  const { openFiles, generator } = lowest
  if (ofEach < workers)
    throw new UserError(
      `open files${generator === undefined ? '' : ` of ${generator}`}: expected a limit (ulimit -n) that leaves room for connections, got one of ${openFiles}`,
    )
  return {
    plan: { ...plan, connections: affordable },
    problems: [
      {
        kind: 'too-few-open-files',
        openFiles,
        wanted: plan.connections,
        allowed: affordable,
        ...(generator !== undefined && { generator }),
      },
    ],
  }
}
