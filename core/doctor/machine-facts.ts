// What was seen of the machine. Null is what the platform does not tell.

export interface MachineFacts {
  readonly cores: CoreFacts
  readonly quota: QuotaFacts
  readonly memory: MemoryFacts
  readonly files: FileFacts
  readonly ports: PortFacts | null
  readonly timers: TimerFacts | null
  readonly clock: ClockSourceFacts
  readonly load: OtherLoadFacts | null
  readonly folder: FolderFacts
}

export interface CoreFacts {
  readonly online: number
  /** Those that this process may run on. */
  readonly allowed: number
}

/** Of the control groups that this process is in: the tightest of them. */
export interface QuotaFacts {
  readonly cgroup: 'v1' | 'v2' | null
  /** Cores; null for no quota, or where it cannot be seen. */
  readonly quotaCores: number | null
  /** The part of the watched time in which the group was kept from running; null where that is not counted. */
  readonly throttledShare: number | null
}

export interface MemoryFacts {
  /** Of the machine, without swap. */
  readonly totalBytes: number
  /** What may be taken without swapping; null where the platform does not tell. */
  readonly availableBytes: number | null
  /** Of the tightest control group; null for none. */
  readonly limitBytes: number | null
  /** What that group uses and cannot give back. */
  readonly usedBytes: number | null
}

export interface FileFacts {
  /** How many this process may have open; Infinity for any number. */
  readonly soft: number | null
  /** How far that can be raised without being root. */
  readonly hard: number | null
  readonly open: number | null
  /** What the whole machine can still open. */
  readonly machineLeft: number | null
}

/** The local ports that the kernel gives to connections. */
export interface PortFacts {
  readonly first: number
  readonly last: number
  /** Within the range, and never given. */
  readonly reserved: number
  /** Sockets that wait until their port may be used again. */
  readonly timeWait: number | null
}

/** How late sleeps ended, of the kind that generators use. */
export interface TimerFacts {
  readonly sleeps: number
  readonly medianSeconds: number
  readonly p99Seconds: number
  readonly maxSeconds: number
}

export interface ClockSourceFacts {
  /** As Linux names it: `tsc`. */
  readonly source: string | null
  readonly others: readonly string[]
  /** What reading the clock takes. */
  readonly readSeconds: number
}

/** While this process did next to nothing. */
export interface OtherLoadFacts {
  /** What others used of the cores that this process may run on. */
  readonly othersCores: number
  /** The part of the time that a hypervisor gave to other machines. */
  readonly stealShare: number
  /** The part of the last ten seconds in which some task waited for a core (PSI). */
  readonly waitingShare: number | null
}

/** Where runs write their reports. */
export interface FolderFacts {
  /** The folder, or the nearest one above it that is there. */
  readonly path: string
  /** A folder, and files may be made in it. */
  readonly isWritable: boolean
  readonly freeBytes: number | null
}
