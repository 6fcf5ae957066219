// Generators outside this process: on machines that join the same broker, or processes of this machine with a broker of
// their own.

import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { machineInWords } from '../../core/run/generators/machine-in-words.ts'
import type { RunDescription } from '../../core/run/generators/run-description.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { counted } from '../../core/text/plural.ts'
import { readCredentials } from '../../generators/broker/credentials.ts'
import { parseJoinAddress } from '../../generators/broker/join-address.ts'
import { checkRunName } from '../../generators/broker/subjects.ts'
import type { Coordinator } from '../../generators/coordinator/coordinator.ts'
import { openCoordinator } from '../../generators/coordinator/open-coordinator.ts'
import { exitInBrief, exitInFull } from '../../prometheus/local/programs/program-exit.ts'
import type { RunSetup } from '../setup/run-setup.ts'
import { harnessVersion } from '../version.ts'
import { checkLocalService } from './check-local-service.ts'
import { type PrivateBroker, startPrivateBroker } from './private-broker.ts'
import type { GeneratorChoice, GeneratorSession, RunGenerators } from './run-generators.ts'

/** People start generators by hand, orchestrators pull images first, and hosted runners are queued for. */
const JOIN_PATIENCE_SECONDS = 300
const LOCAL_PATIENCE_SECONDS = 30

/**
 * Waits until all generators are there.
 * @returns null where the command was interrupted before they were
 * @throws UserError where they are not in time, or the broker does not let us in
 */
export async function openSession(setup: RunSetup, choice: GeneratorChoice): Promise<GeneratorSession | null> {
  const { environment, signal, display } = setup
  const run = checkRunName(choice.run ?? defaultRunName(setup.scenario))
  const say = (line: string) => display.note?.(line)
  const common = { run, generators: choice.count, program: harnessVersion, signal, say }
  if (choice.join !== null) {
    const address = parseJoinAddress(choice.join)
    const credentials = await readCredentials(environment)
    const patienceSeconds = JOIN_PATIENCE_SECONDS
    const coordinator = await openCoordinator({ ...common, address, credentials, patienceSeconds })
    if (coordinator === null) return null
    await expectReachable(setup, coordinator)
    sayWhoIsThere(run, coordinator, say)
    return new Session(run, coordinator, null)
  }
  const broker = await startPrivateBroker(environment)
  try {
    const coordinator = await openLocally(broker, common)
    if (coordinator !== null) return new Session(run, coordinator, broker)
  } catch (error) {
    await broker.stop()
    throw error
  }
  await broker.stop()
  return null
}

/** The generators are let go where the service is not theirs to reach. */
async function expectReachable(setup: RunSetup, coordinator: Coordinator): Promise<void> {
  try {
    checkLocalService({ ...setup, generators: coordinator.agents, host: hostname() })
  } catch (error) {
    await coordinator.close()
    throw error
  }
}

function sayWhoIsThere(run: string, { agents, isInTheClear }: Coordinator, say: (line: string) => void): void {
  const names = agents.map(machineInWords)
  say(`run ${run}: ${counted(agents.length, 'generator')}: ${names.join(', ')}`)
  if (isInTheClear)
    say(
      'the broker is reached without TLS: what requests of this run carry, secrets included, can be read on the way to the generators (tls://… is not)',
    )
}

type CommonOptions = Pick<Parameters<typeof openCoordinator>[0], 'run' | 'generators' | 'program' | 'signal' | 'say'>

async function openLocally(broker: PrivateBroker, common: CommonOptions): Promise<Coordinator | null> {
  const { address, credentials } = broker
  let failed: string | null = null
  let coordinator: Coordinator | null = null
  for (let i = 1; i <= common.generators; i++) {
    const name = `local-${i}`
    broker.startGenerator(name, common.run, (exit) => {
      failed ??= exitInFull(exit)
      coordinator?.agentEnded(name, `its process ${exit.how}`, exit.lastLines)
    })
  }
  void broker.exited.then((exit) => {
    failed ??= exitInFull(exit)
    coordinator?.brokerEnded(exitInBrief(exit))
  })
  const patienceSeconds = LOCAL_PATIENCE_SECONDS
  coordinator = await openCoordinator({
    ...{ ...common, address, credentials, patienceSeconds },
    areOwn: true,
    failure: () => failed,
  })
  return coordinator
}

class Session implements GeneratorSession {
  readonly #run: string
  readonly #coordinator: Coordinator
  readonly #broker: PrivateBroker | null
  #runs = 0

  constructor(run: string, coordinator: Coordinator, broker: PrivateBroker | null) {
    this.#run = run
    this.#coordinator = coordinator
    this.#broker = broker
  }

  async begin(runSeconds: number, describe: () => Promise<RunDescription>): Promise<RunGenerators> {
    const coordinator = this.#coordinator
    this.#runs++
    await coordinator.begin(this.#runs === 1 ? this.#run : `${this.#run}-${this.#runs}`, runSeconds, await describe())
    return { links: coordinator.links(this.#broker !== null), end: () => coordinator.end() }
  }

  async close(): Promise<void> {
    try {
      await this.#coordinator.close()
    } finally {
      await this.#broker?.stop()
    }
  }
}

/** Short, and unlike any other: `spike-7f3a9c`. */
function defaultRunName({ name }: Scenario): string {
  const word = name.replaceAll(/[^A-Za-z0-9_-]+/g, '-').slice(0, 40)
  return `${word}-${randomBytes(3).toString('hex')}`
}
