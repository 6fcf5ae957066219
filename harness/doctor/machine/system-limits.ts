// What the system lets a process have, as Linux tells it. Source: proc(5), ip(7), Linux Documentation/networking/ip-sysctl.

import type { FileFacts, MemoryFacts, PortFacts } from '../../../core/doctor/machine-facts.ts'
import { type ControlGroup, groupMemory } from './control-group.ts'
import { type ReadText, wholeNumber } from './read-text.ts'

/** @param open how many files this process has open; null where that cannot be seen */
export function fileFacts(read: ReadText, open: number | null): FileFacts {
  const [, soft, hard] =
    /^Max open files\s+(\d+|unlimited)\s+(\d+|unlimited)/m.exec(read('/proc/self/limits') ?? '') ?? []
  const [taken, , most] = (read('/proc/sys/fs/file-nr') ?? '').split(/\s+/).map(Number)
  return {
    soft: limitOf(soft),
    hard: limitOf(hard),
    open,
    machineLeft: taken !== undefined && most !== undefined && most > 0 ? Math.max(0, most - taken) : null,
  }
}

function limitOf(text: string | undefined): number | null {
  return text === 'unlimited' ? Number.POSITIVE_INFINITY : wholeNumber(text)
}

/** Of IPv6 the range is the same. */
export function portFacts(read: ReadText): PortFacts | null {
  const [, first, last] = /^(\d+)\s+(\d+)/.exec(read('/proc/sys/net/ipv4/ip_local_port_range') ?? '') ?? []
  if (first === undefined || last === undefined) return null
  const range = { first: Number(first), last: Number(last) }
  const reserved = (read('/proc/sys/net/ipv4/ip_local_reserved_ports') ?? '').trim()
  const timeWait = /^TCP: .*\btw (\d+)/m.exec(read('/proc/net/sockstat') ?? '')?.[1]
  return { ...range, reserved: reservedWithin(reserved, range), timeWait: wholeNumber(timeWait) }
}

/** `8000-8010,9000`. */
function reservedWithin(list: string, { first, last }: { readonly first: number; readonly last: number }): number {
  if (list === '') return 0
  return list.split(',').reduce((sum, range) => {
    const [from = 0, to = from] = range.split('-').map(Number)
    return sum + Math.max(0, Math.min(to, last) - Math.max(from, first) + 1)
  }, 0)
}

export function memoryFacts(read: ReadText, group: ControlGroup | null, totalBytes: number): MemoryFacts {
  const availableKb = /^MemAvailable:\s+(\d+) kB/m.exec(read('/proc/meminfo') ?? '')?.[1]
  const limited = group && groupMemory(group, read)
  return {
    totalBytes,
    availableBytes: availableKb === undefined ? null : Number(availableKb) * 1024,
    limitBytes: limited?.limitBytes ?? null,
    usedBytes: limited?.usedBytes ?? null,
  }
}
