// Hosts that stand for machines: network namespaces with a switch between them (switch.py). Links may be slow, lossy, narrow
// or cut, and the monotonic clock of a host may be ahead of the others or behind. What was made is removed, also where the
// test process is killed: the switch ends with its input.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { packageRoot } from '../../../core/compiled-entry.ts'

/** Of one host, in both directions. A change leaves the rest as it was. */
export interface LinkShape {
  readonly delaySeconds: number
  /** The delay lies evenly between so much less and so much more; frames keep their order. */
  readonly jitterSeconds: number
  readonly lossShare: number
  /** 0 is unlimited. */
  readonly bitsPerSecond: number
  /** False: nothing passes, and nobody is told. */
  readonly isUp: boolean
}

export interface NetworkHost {
  readonly name: string
  readonly address: string
  /** The command as it runs there. Its process is the command itself, so that signals reach it. */
  command(command: readonly string[], clock?: HostClock): [program: string, ...rest: string[]]
  shape(link: Partial<LinkShape>): Promise<void>
}

export interface HostClock {
  /** By how much its monotonic clock is ahead of this machine's: whole seconds. */
  readonly aheadSeconds: number
}

/** Why hosts cannot be made here; null where they can. */
export function whyNoNetwork(): string | null {
  if (process.platform !== 'linux') return 'network namespaces are there on Linux alone'
  if (process.getuid?.() !== 0) return 'network namespaces need root'
  const trial = `sla-trial-${process.pid}-`
  const { status, stderr, error } = spawnSync(PYTHON, [SWITCH, trial, 'a=10.231.0.1/24'], {
    input: '',
    encoding: 'utf8',
  })
  if (status === 0) return null
  return error?.message ?? stderr.trim().split('\n').at(-1) ?? 'network namespaces cannot be made'
}

/** Why clocks of hosts cannot differ here; null where they can. */
export function whyNoClocks(): string | null {
  const { status, stderr, error } = spawnSync('unshare', ['--time', '--monotonic', '1', 'true'], { encoding: 'utf8' })
  return status === 0 ? null : (error?.message ?? stderr.trim())
}

const PYTHON = '/usr/bin/python3'
const SWITCH = join(packageRoot, 'test', 'support', 'network', 'switch.py')

let made = 0

export class Network {
  readonly #switch: ChildProcess
  readonly #lines: AsyncIterableIterator<string>
  readonly #interface: Interface
  readonly #prefix: string
  readonly #hosts: ReadonlyMap<string, NetworkHost>

  private constructor(names: readonly string[]) {
    this.#prefix = `sla-${process.pid}-${made++}-`
    const hosts = names.map((name, index): NetworkHost => {
      const address = `10.231.7.${index + 1}`
      return {
        name,
        address,
        command: (command, clock) => this.#command(name, command, clock),
        shape: (link) => this.#shape(name, link),
      }
    })
    this.#hosts = new Map(hosts.map((host) => [host.name, host]))
    const args = hosts.map(({ name, address }) => `${name}=${address}/24`)
    this.#switch = spawn(PYTHON, [SWITCH, this.#prefix, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
    this.#interface = createInterface({ input: this.#switch.stdout as NodeJS.ReadableStream })
    this.#lines = this.#interface[Symbol.asyncIterator]()
  }

  /** @param names of the hosts, short ones */
  static async start(...names: readonly string[]): Promise<Network> {
    const network = new Network(names)
    await network.#expect('ready')
    return network
  }

  host(name: string): NetworkHost {
    const host = this.#hosts.get(name)
    if (host === undefined) throw new RangeError(`expected one of ${[...this.#hosts.keys()].join(', ')}, got ${name}`)
    return host
  }

  /** Ends what still runs on the hosts, and removes them. */
  async stop(): Promise<void> {
    if (this.#switch.exitCode !== null) return
    const ended = new Promise((resolve) => this.#switch.once('exit', resolve))
    this.#switch.stdin?.end()
    await ended
    this.#interface.close()
  }

  #command(name: string, command: readonly string[], clock?: HostClock): [string, ...string[]] {
    const there = ['netns', 'exec', this.#prefix + name]
    const ahead = clock === undefined ? [] : ['unshare', '--time', '--monotonic', String(clock.aheadSeconds)]
    return ['ip', ...there, ...ahead, ...command]
  }

  async #shape(host: string, { delaySeconds, jitterSeconds, lossShare, bitsPerSecond, isUp }: Partial<LinkShape>) {
    const order = { host, delay: delaySeconds, jitter: jitterSeconds, loss: lossShare, rate: bitsPerSecond, up: isUp }
    this.#switch.stdin?.write(`${JSON.stringify(order)}\n`)
    await this.#expect('done')
  }

  async #expect(word: string): Promise<void> {
    const { value, done } = await this.#lines.next()
    if (done === true || value !== word)
      throw new Error(`the switch of ${this.#prefix}: expected ${word}, got ${value}`)
  }
}
