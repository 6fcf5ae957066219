// The control groups that this process is in, and what they allow it: version 2 of the interface, and version 1. A limit of
// a group holds for all below it, so the tightest on the way to the root is what counts.
// Sources: cgroups(7); Linux, Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/.

import { type ReadText, wholeNumber } from './read-text.ts'

const ROOT = '/sys/fs/cgroup'

export interface ControlGroup {
  readonly version: 'v1' | 'v2'
  /** Folders from the process's own group to the root, of the controllers of CPU time and of memory. */
  readonly cpu: readonly string[]
  readonly memory: readonly string[]
}

/** Null where there are none, or where they cannot be seen. */
export function controlGroup(read: ReadText): ControlGroup | null {
  const groups = read('/proc/self/cgroup')
  if (groups === null) return null
  const lines = groups.split('\n').flatMap((line) => {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? []
    return controllers === undefined || path === undefined ? [] : [{ controllers: controllers.split(','), path }]
  })
  if (read(`${ROOT}/cgroup.controllers`) !== null) {
    const own = lines.find(({ controllers }) => controllers.join('') === '')
    const folders = foldersUp(ROOT, own?.path ?? '/')
    return { version: 'v2', cpu: folders, memory: folders }
  }
  const of = (controller: string) => {
    const line = lines.find(({ controllers }) => controllers.includes(controller))
    if (line === undefined) return []
    // The folder has the name of one controller, or of those that are mounted together.
    return [controller, line.controllers.join(',')].flatMap((name) => foldersUp(`${ROOT}/${name}`, line.path))
  }
  const group: ControlGroup = { version: 'v1', cpu: of('cpu'), memory: of('memory') }
  return group.cpu.length + group.memory.length === 0 ? null : group
}

/** A container sees its own group as the root, though /proc may name it by its path on the host: what is missing is skipped. */
function foldersUp(root: string, path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '' && part !== '..')
  return Array.from({ length: parts.length + 1 }, (_, i) => [root, ...parts.slice(0, parts.length - i)].join('/'))
}

/** Cores; null for no quota. */
export function quotaCores({ version, cpu }: ControlGroup, read: ReadText): number | null {
  const quotas = cpu.flatMap((folder) => {
    const [quota, period] =
      version === 'v2'
        ? (read(`${folder}/cpu.max`)?.trim().split(/\s+/).map(Number) ?? [])
        : [Number(read(`${folder}/cpu.cfs_quota_us`) ?? -1), Number(read(`${folder}/cpu.cfs_period_us`) ?? 0)]
    // `max`, and -1 of version 1, are no quota.
    return quota !== undefined && period !== undefined && quota > 0 && period > 0 ? quota / period : []
  })
  return quotas.length === 0 ? null : Math.min(...quotas)
}

/** For how long the process's own group was kept from running so far; null where that is not counted. Seconds. */
export function throttledSeconds({ version, cpu }: ControlGroup, read: ReadText): number | null {
  const [pattern, perSecond] = version === 'v2' ? [/^throttled_usec (\d+)$/m, 1e6] : [/^throttled_time (\d+)$/m, 1e9]
  for (const folder of cpu) {
    const counted = pattern.exec(read(`${folder}/cpu.stat`) ?? '')?.[1]
    if (counted !== undefined) return Number(counted) / (perSecond as number)
  }
  return null
}

export interface GroupMemory {
  readonly limitBytes: number
  readonly usedBytes: number
}

/** Version 1 writes no limit as the highest number of pages. */
const NO_LIMIT = 2 ** 62

/** Of the group with the least room; null where none has a limit. */
export function groupMemory({ version, memory }: ControlGroup, read: ReadText): GroupMemory | null {
  const files =
    version === 'v2'
      ? { limit: 'memory.max', used: 'memory.current', cache: /^inactive_file (\d+)$/m }
      : { limit: 'memory.limit_in_bytes', used: 'memory.usage_in_bytes', cache: /^total_inactive_file (\d+)$/m }
  const limited = memory.flatMap((folder): GroupMemory[] => {
    const limitBytes = wholeNumber(read(`${folder}/${files.limit}`))
    if (limitBytes === null || limitBytes >= NO_LIMIT) return []
    const used = wholeNumber(read(`${folder}/${files.used}`)) ?? 0
    // What is cached of files is given back where memory is needed.
    const cached = wholeNumber(files.cache.exec(read(`${folder}/memory.stat`) ?? '')?.[1]) ?? 0
    return [{ limitBytes, usedBytes: Math.max(0, used - cached) }]
  })
  const room = ({ limitBytes, usedBytes }: GroupMemory) => limitBytes - usedBytes
  return limited.toSorted((a, b) => room(a) - room(b))[0] ?? null
}
