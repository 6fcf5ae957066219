// Looks at the machine for a second.

import { readdirSync } from 'node:fs'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { systemClock } from '../../../core/clock.ts'
import type { ClockSourceFacts, MachineFacts } from '../../../core/doctor/machine-facts.ts'
import { allowedCores } from '../../../load/dispatch/idle-cores.ts'
import { controlGroup, quotaCores, throttledSeconds } from './control-group.ts'
import { cpuTimes, otherLoad } from './cpu-times.ts'
import { folderFacts } from './folder-facts.ts'
import { measureLateness } from './measure-lateness.ts'
import { type ReadText, readText } from './read-text.ts'
import { fileFacts, memoryFacts, portFacts } from './system-limits.ts'

const WATCHED_SECONDS = 1

/** @param folder where runs write their reports */
export async function probeMachine(folder: string, cwd: string, read: ReadText = readText): Promise<MachineFacts> {
  const group = controlGroup(read)
  const allowed = allowedCores(read('/proc/self/status') ?? '')
  const cores = allowed?.length ?? availableParallelism()
  const reading = () => ({
    atSeconds: systemClock.nowSeconds(),
    times: cpuTimes(read('/proc/stat') ?? '', allowed),
    throttled: group && throttledSeconds(group, read),
    own: process.cpuUsage(),
  })
  const from = reading()
  const timers = await measureLateness(WATCHED_SECONDS, systemClock)
  const to = reading()
  const seconds = to.atSeconds - from.atSeconds
  const ownSeconds = (to.own.user + to.own.system - from.own.user - from.own.system) / 1e6
  return {
    cores: { online: cpus().length || cores, allowed: cores },
    quota: {
      cgroup: group?.version ?? null,
      quotaCores: group && quotaCores(group, read),
      throttledShare:
        from.throttled === null || to.throttled === null ? null : Math.max(0, to.throttled - from.throttled) / seconds,
    },
    memory: memoryFacts(read, group, totalmem()),
    files: fileFacts(read, openFiles()),
    ports: portFacts(read),
    timers,
    clock: clockSource(read),
    load: otherLoad(from.times, to.times, {
      cores,
      ownCores: ownSeconds / seconds,
      pressure: read('/proc/pressure/cpu'),
    }),
    folder: await folderFacts(folder, cwd),
  }
}

function openFiles(): number | null {
  try {
    // The folder itself is open meanwhile.
    return readdirSync('/proc/self/fd').length - 1
  } catch {
    return null
  }
}

const CLOCK_READINGS = 20_000

function clockSource(read: ReadText): ClockSourceFacts {
  const folder = '/sys/devices/system/clocksource/clocksource0'
  const source = read(`${folder}/current_clocksource`)?.trim() ?? null
  const others = (read(`${folder}/available_clocksource`) ?? '')
    .split(/\s+/)
    .filter((name) => name !== '' && name !== source)
  return { source, others, readSeconds: secondsPerReading() }
}

/** The least of several tries: whatever interrupts one makes it longer. */
function secondsPerReading(): number {
  const tries = Array.from({ length: 5 }, () => {
    const from = performance.now()
    for (let i = 0; i < CLOCK_READINGS; i++) performance.now()
    return (performance.now() - from) / 1e3 / CLOCK_READINGS
  })
  return Math.min(...tries)
}
