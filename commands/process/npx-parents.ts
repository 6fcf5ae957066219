// The processes between npx and this one. npx starts a command through a shell, and tells that what it is told (SIGTERM,
// say): a shell that does not hand it on dies of it, and the command would go on with nobody there. Where npx itself is
// killed, the shell goes on waiting for the command. In both cases the command ends as where its terminal was closed.

import { readFileSync } from 'node:fs'

/** What this needs of the process. */
export interface StartedProcess {
  readonly pid: number
  readonly ppid: number
  readonly env: NodeJS.ProcessEnv
  kill(pid: number, signal: 'SIGHUP'): unknown
}

/** The name and the parent of another process; null where there is none, or it cannot be known. */
export type FindProcess = (pid: number) => { readonly name: string; readonly parent: number } | null

const LOOK_MS = 1000
/** A shell, or one that it started. */
const MOST_BETWEEN = 2

/** Looks once a second, for as long as the process has other work. */
export function endWithNpx(process: StartedProcess, find: FindProcess = findOnLinux): void {
  if (!isStartedByNpx(process.env)) return
  const parents = parentsUpToNpx(process.ppid, find)
  const timer = setInterval(() => {
    if (areThere(parents, process.ppid, find)) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGHUP')
  }, LOOK_MS)
  timer.unref()
}

function isStartedByNpx({ npm_command, npm_lifecycle_event }: NodeJS.ProcessEnv): boolean {
  return npm_command === 'exec' && npm_lifecycle_event === 'npx'
}

/** From the parent up to npx, which calls itself `npm exec …`; the parent alone where npx is not found. */
function parentsUpToNpx(parent: number, find: FindProcess): readonly number[] {
  const parents = [parent]
  for (let between = 0; between <= MOST_BETWEEN; between++) {
    const found = find(parents[between] as number)
    if (found === null) break
    if (/^np[mx]\b/.test(found.name)) return parents
    parents.push(found.parent)
  }
  return [parent]
}

/** A process whose parent has died gets another one. */
function areThere(parents: readonly number[], parent: number, find: FindProcess): boolean {
  return parents.every((pid, index) => {
    const now = index === 0 ? parent : find(parents[index - 1] as number)?.parent
    return now === pid
  })
}

/** Elsewhere nothing is found. */
const findOnLinux: FindProcess = (pid) => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // A name may hold anything, parentheses too.
    const end = stat.lastIndexOf(')')
    return { name: stat.slice(stat.indexOf('(') + 1, end), parent: Number(stat.slice(end + 2).split(' ')[1]) }
  } catch {
    return null
  }
}
