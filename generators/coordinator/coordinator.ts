// Leads generators on other machines that were found (open-coordinator.ts): keeps up with each, and gives a run a link to
// each of them. A coordinator is there for one command, which may be several runs one after the other.

import { hostname } from 'node:os'
import type { NatsConnection, Subscription } from '@nats-io/transport-node'
import { systemClock } from '../../core/clock.ts'
import type { GeneratorPlace } from '../../core/run/generators/generator-facts.ts'
import type { RunDescription } from '../../core/run/generators/run-description.ts'
import { formatByteSize } from '../../core/text/byte-size.ts'
import { counted, listedUpTo } from '../../core/text/plural.ts'
import type { GeneratorLinks } from '../../load/generator/generator-links.ts'
import type { StartWorker } from '../../load/generator/start-worker.ts'
import { chunkBytesOf } from '../broker/chunk-bytes.ts'
import { isInTheClear } from '../broker/connect-broker.ts'
import type { Denials } from '../broker/denials.ts'
import type { JoinAddress } from '../broker/join-address.ts'
import { listen, stopListening } from '../broker/listen.ts'
import { reasonOf } from '../broker/reason-of.ts'
import { createRunStream, forgetRun, type ResultReader, type Room, readResults } from '../broker/run-stream.ts'
import {
  aliveSubject,
  coordinatorSubject,
  generatorOfAlive,
  generatorOfResult,
  lateSubject,
  pingSubject,
  resultSubject,
} from '../broker/subjects.ts'
import { watchBroker } from '../broker/watch-broker.ts'
import { ClockKeeper } from '../clock/clock-keeper.ts'
import type { Ping } from '../clock/ping.ts'
import { startLeadSeconds } from '../clock/start-lead.ts'
import { FileDesk } from '../files/file-desk.ts'
import { ALIVE_SECONDS } from '../liveness/alive-seconds.ts'
import { ArrivalWatch } from '../liveness/arrival-watch.ts'
import { BrokerOutages } from '../liveness/broker-outages.ts'
import type { BrokerPresence } from '../liveness/broker-presence.ts'
import { GENERATOR_SILENT_SECONDS, SilenceWatch } from '../liveness/silence-watch.ts'
import { within } from '../liveness/within.ts'
import { type AgentFacts, callBytes, readAgentAlive } from '../wire/call.ts'
import { readValue } from '../wire/value-bytes.ts'
import { type CommandOutbox, commandOutbox } from './command-outbox.ts'
import { GeneratorLink } from './generator-link.ts'
import { RunJournal } from './run-journal.ts'
import { StoreWatch, storeOf } from './store-watch.ts'

export interface CoordinatorOptions {
  readonly address: JoinAddress
  readonly run: string
  /** Whether whoever leads the run started them, as processes beside it. Default: they were there. */
  readonly areOwn?: boolean
  /** Version of the program. */
  readonly program: string
  readonly say: (line: string) => void
}

const PING_MS = 1000
const RELEASE_SECONDS = 2
/** A broker that is away for longer is not waited for at the end. */
const GONE_SECONDS = 3
/** The last results of a second have to reach the broker, and from there the coordinator. */
const STOP_SECONDS = 5
/** Of many generators the first ones suffice. */
const MOST_NAMED = 8

interface Generator {
  readonly watch: SilenceWatch
  readonly arrivals: ArrivalWatch
  outbox: CommandOutbox
  link: GeneratorLink | undefined
  readonly clock: ClockKeeper
  /** Why no run can go on with it; undefined where any can. */
  lost: Loss | undefined
}

interface Loss {
  readonly reason: string
  /** What its process wrote last, where that is known. */
  readonly lastLines: readonly string[]
}

/** What there is between the begin and the end of a run. */
interface LedRun {
  readonly name: string
  readonly reader: ResultReader
  readonly journal: RunJournal | undefined
  readonly store: StoreWatch
  /** The generator that gets the next link. */
  next: number
}

export class Coordinator {
  readonly agents: readonly AgentFacts[]
  readonly #connection: NatsConnection
  readonly #options: CoordinatorOptions
  readonly #generators: readonly Generator[]
  readonly #subscriptions: readonly Subscription[]
  readonly #denials: Denials
  readonly #files: FileDesk
  readonly #broker: Pick<BrokerPresence, 'seenSeconds'>
  readonly #timer: NodeJS.Timeout
  #run: LedRun | undefined
  #isClosing = false
  #hasBrokerEnded = false
  readonly #outages = new BrokerOutages()

  constructor(
    connection: NatsConnection,
    denials: Denials,
    options: CoordinatorOptions,
    agents: readonly AgentFacts[],
  ) {
    this.#connection = connection
    this.#denials = denials
    this.#options = options
    this.agents = agents
    const nowSeconds = systemClock.nowSeconds()
    this.#generators = agents.map((_, generator) => ({
      watch: new SilenceWatch(GENERATOR_SILENT_SECONDS, nowSeconds),
      arrivals: new ArrivalWatch(),
      outbox: commandOutbox(connection, options.run, generator, (reason) => this.#lose(generator, reason)),
      link: undefined,
      clock: new ClockKeeper({
        ping: () => this.ping(generator),
        clock: systemClock,
        generators: agents.length,
      }),
      lost: undefined,
    }))
    this.#files = new FileDesk(() => chunkBytesOf(connection))
    this.#files.serve(connection, options.run)
    this.#subscriptions = [
      listen(connection, aliveSubject(options.run, '*'), ({ subject, data }) =>
        this.#hear(generatorOfAlive(subject), data),
      ),
      listen(connection, lateSubject(options.run), (question) => {
        question.respond(new TextEncoder().encode(this.#tooLate()))
      }),
    ]
    this.#broker = watchBroker(connection, {
      onAway: () => this.#brokerAway(),
      onBack: () => this.#brokerBack(),
      onClosed: (reason) => this.#loseAll(`the connection to the broker ended: ${reason}`),
    })
    this.#timer = setInterval(() => this.#look(), ALIVE_SECONDS * 1e3)
    this.#look()
  }

  /**
   * A run begins. Its results are kept under its name until it ends.
   * @param runSeconds how long it takes
   * @param description kept with them, so that whoever finds them can judge them; they cannot be judged without
   * @throws UserError where the broker has no room for it, or a run of this name
   */
  async begin(run: string, runSeconds: number, description?: RunDescription): Promise<void> {
    const size = { runSeconds, generators: this.agents.length }
    const made = createRunStream(this.#connection, run, size).then((room) => {
      // Before anything can be denied: what is there has to be removed at the end.
      this.#run = this.#led(run, description)
      return room
    })
    this.#sayRoom(run, await this.#expectAllowed(made))
    await this.#expectAllowed(Promise.all(this.#generators.map(({ clock }) => clock.begin())))
  }

  #led(run: string, description: RunDescription | undefined): LedRun {
    this.#outages.begin(systemClock.nowSeconds())
    return {
      name: run,
      journal: description === undefined ? undefined : this.#journalOf(run, description),
      reader: readResults(this.#connection, run, (subject, bytes) =>
        this.#generators[generatorOfResult(subject)]?.link?.receive(bytes),
      ),
      store: new StoreWatch(storeOf(this.#connection), systemClock),
      next: 0,
    }
  }

  #journalOf(run: string, description: RunDescription): RunJournal {
    const { run: session, program, say } = this.#options
    const agents = this.agents.map((agent) => ({ ...agent, place: this.#placeOf(agent) }))
    return new RunJournal({ connection: this.#connection, run, session, program, agents, description, say })
  }

  #sayRoom(run: string, { bytes, wantedBytes }: Room): void {
    if (bytes < wantedBytes)
      this.#options.say(
        `the broker has room for ${formatByteSize(bytes)} of run ${run}, which takes up to ${formatByteSize(wantedBytes)} at full rate: where that is full, generators are lost`,
      )
  }

  /** @throws UserError by the name of what the broker denied, in place of what that led to */
  async #expectAllowed<Made>(attempt: Promise<Made>): Promise<Made> {
    const [outcome] = await Promise.allSettled([attempt])
    // The broker has answered all that came before.
    if (!this.#connection.isClosed()) await within(PING_MS / 1e3, this.#connection.flush())
    this.#denials.check()
    if (outcome.status === 'rejected') throw outcome.reason
    return outcome.value
  }

  /** The run has ended: the broker forgets what it kept of it. */
  async end(): Promise<void> {
    const run = this.#run
    this.#run = undefined
    run?.journal?.close()
    for (const generator of this.#generators) {
      generator.clock.stop()
      generator.link = undefined
    }
    if (run === undefined) return
    const read = run.reader.stop()
    // With a broker that has ended, what it kept has ended too, or is beyond reach.
    if (this.#hasBrokerEnded || this.#connection.isClosed()) return
    const { say } = this.#options
    await forgetRun(
      this.#connection,
      run.name,
      say,
      this.#isBrokerGone ? Promise.reject(new Error('it is away')) : read,
    )
  }

  /** A link to the next generator. */
  readonly start: StartWorker = (listener) => {
    const run = this.#run
    const index = run?.next ?? 0
    const generator = this.#generators[index]
    const agent = this.agents[index]
    if (generator === undefined || agent === undefined || run === undefined)
      throw new RangeError(`expected at most ${this.#generators.length} generators of a run, got one more`)
    run.next++
    const { outbox } = generator
    const link = new GeneratorLink({
      listener,
      outbox,
      clock: generator.clock,
      agent,
      place: this.#placeOf(agent),
      programVersion: this.#options.program,
      filesOf: (plan) => this.#files.filesOf(plan),
      onStart: (segment) => this.#run?.journal?.started(segment),
    })
    generator.link = link
    const { lost } = generator
    if (lost !== undefined) queueMicrotask(() => link.exit(lost.reason, lost.lastLines))
    void outbox.send(() => ({ kind: 'begin', run: run.name, results: resultSubject(run.name, index) }))
    return link
  }

  /** Whether others on the network can read what is sent to the broker. */
  get isInTheClear(): boolean {
    return isInTheClear(this.#connection, this.#options.address)
  }

  /** @param areHere whether they share this machine's cores */
  links(areHere: boolean): GeneratorLinks {
    return {
      start: this.start,
      leadSeconds: () => startLeadSeconds(this.#generators.map(({ clock }) => clock.slowestSeconds)),
      stopSeconds: STOP_SECONDS,
      areHere,
      openFiles: this.agents.map(({ name, host, openFiles }) => ({
        openFiles: openFiles ?? Number.POSITIVE_INFINITY,
        generator: `generator ${name} on ${host}`,
      })),
      problems: () => this.#outages.problems(systemClock.nowSeconds()),
    }
  }

  /** A generator's process has ended, as whoever started it knows. @param lastLines what it wrote last */
  agentEnded(name: string, how: string, lastLines: readonly string[]): void {
    this.#lose(
      this.agents.findIndex((agent) => agent.name === name),
      how,
      lastLines,
    )
  }

  /** The broker has ended and will not be started again. */
  brokerEnded(how: string): void {
    this.#hasBrokerEnded = true
    this.#outages.away(systemClock.nowSeconds())
    this.#loseAll(how)
  }

  /** @param generator from 0. Rejects where it does not answer within a second */
  async ping(generator: number): Promise<Ping> {
    const sentSeconds = systemClock.nowSeconds()
    const answer = await this.#connection.request(pingSubject(this.#options.run, generator), undefined, {
      timeout: PING_MS,
    })
    const receivedSeconds = systemClock.nowSeconds()
    const theirsSeconds = readValue(answer.data)
    if (typeof theirsSeconds !== 'number') throw new TypeError('a ping: expected seconds, got something else')
    return { sentSeconds, theirsSeconds, receivedSeconds }
  }

  /** Lets the generators go, and leaves nothing on the broker. */
  async close(): Promise<void> {
    if (this.#isClosing) return
    this.#isClosing = true
    try {
      if (!this.#connection.isClosed()) {
        await this.#releaseAll()
        await this.end()
      }
    } finally {
      clearInterval(this.#timer)
      stopListening(this.#subscriptions)
      await this.#files.close()
      await this.#connection.close()
    }
  }

  async #releaseAll(): Promise<void> {
    const heard = this.#generators.filter(({ lost }) => lost === undefined)
    if (!this.#isBrokerGone) {
      // Those that were lost since the last sign of life do not wait for another one.
      this.#giveSign()
      const released = heard.map(({ outbox }) => outbox.send(() => ({ kind: 'release' })))
      // A broker that goes away meanwhile tells nobody anything.
      const told = this.#connection.flush().catch(() => {})
      await within(RELEASE_SECONDS, Promise.all([told, ...released]))
    }
    for (const { outbox } of this.#generators) outbox.abandon()
  }

  /** Away for longer than it would be waited for. */
  get #isBrokerGone(): boolean {
    return this.#outages.awaySeconds(systemClock.nowSeconds()) > GONE_SECONDS
  }

  #hear(index: number, bytes: Uint8Array): void {
    const generator = this.#generators[index]
    if (generator === undefined) return
    generator.watch.heard(systemClock.nowSeconds())
    try {
      const { failure, delivered } = readAgentAlive(bytes)
      if (failure !== null) this.#lose(index, failure)
      else if (!generator.arrivals.keepUp(delivered, generator.link?.received ?? delivered, systemClock.nowSeconds()))
        this.#lose(index, 'the broker took results of it that do not arrive here')
    } catch (error) {
      this.#lose(index, reasonOf(error))
    }
  }

  #look(): void {
    const { first: denied } = this.#denials
    if (denied !== null) this.#loseAll(denied)
    const nowSeconds = systemClock.nowSeconds()
    for (const [index, { watch }] of this.#generators.entries()) {
      const silence = watch.look(nowSeconds, this.#broker.seenSeconds)
      if (silence === 'silent') this.#lose(index, this.#silenceInWords())
      if (silence === 'broker-away') this.#lose(index, 'the broker did not come back')
    }
    if (this.#connection.isClosed()) return
    this.#giveSign()
    this.#run?.store.look()
  }

  #silenceInWords(): string {
    const nothing = `nothing was heard of it for ${GENERATOR_SILENT_SECONDS} s`
    return this.#run?.store.isSilent
      ? `${nothing}, and the broker's store (JetStream) answered nothing either, as where its disk is full`
      : nothing
  }

  #giveSign(): void {
    const lost = this.#generators.flatMap((generator, index) => (generator.lost === undefined ? [] : [index]))
    this.#connection.publish(coordinatorSubject(this.#options.run), callBytes({ kind: 'coordinator', lost }))
  }

  #placeOf({ host }: AgentFacts): GeneratorPlace {
    if (this.#options.areOwn) return 'process'
    return host === hostname() ? 'here' : 'elsewhere'
  }

  #lose(index: number, reason: string, lastLines: readonly string[] = []): void {
    const generator = this.#generators[index]
    if (generator === undefined || generator.lost !== undefined || this.#isClosing) return
    generator.lost = { reason, lastLines }
    generator.outbox.abandon()
    this.#run?.journal?.lost(index, reason, generator.link?.received ?? 0)
    generator.link?.exit(reason, lastLines)
  }

  #tooLate(): string {
    // A broker takes no message of any length.
    const names = listedUpTo(
      MOST_NAMED,
      this.agents.map(({ name }) => name),
    )
    return `run ${this.#options.run} has its ${counted(this.agents.length, 'generator')} already (${names}), and goes on without this one`
  }

  #loseAll(reason: string): void {
    for (const index of this.#generators.keys()) this.#lose(index, reason)
  }

  #brokerAway(): void {
    if (this.#isClosing) return
    this.#outages.away(systemClock.nowSeconds())
    this.#options.say('the broker is away; results wait for it at the generators')
    for (const { watch } of this.#generators) watch.brokerAway(systemClock.nowSeconds())
  }

  #brokerBack(): void {
    this.#outages.back(systemClock.nowSeconds())
    this.#options.say('the broker is back')
    for (const { watch } of this.#generators) watch.brokerBack(systemClock.nowSeconds())
    this.#run?.reader.resume()
  }
}
