// The names by which messages travel over the broker. A run's own are below its name, so that a broker's permissions can
// tell runs apart.
//
//   sla-harness.who                          who is there? Every generator answers
//   sla-harness.agent.<id>.claim             one generator is asked to work for a run
//   sla-harness.run.<run>.late               a generator that came for this run: is there room for it?
//   sla-harness.run.<run>.coordinator        signs of life of the coordinator
//   sla-harness.run.<run>.file               pieces of data files
//   sla-harness.run.<run>.<n>.alive          signs of life of generator n
//   sla-harness.run.<run>.<n>.command        what it is to do, acknowledged
//   sla-harness.run.<run>.<n>.ping           what its clock shows
//   sla-harness.result.<run>.<n>             what it reports: kept by the stream `sla-harness-<run>`
//   sla-harness.result.<run>.journal         what the coordinator notes beside it: kept by the same

import { UserError } from '../../core/user-error.ts'

const ROOT = 'sla-harness'

export const WHO_SUBJECT = `${ROOT}.who`

export function claimSubject(agentId: string): string {
  return `${ROOT}.agent.${agentId}.claim`
}

export function lateSubject(run: string): string {
  return `${ROOT}.run.${run}.late`
}

export function coordinatorSubject(run: string): string {
  return `${ROOT}.run.${run}.coordinator`
}

export function fileSubject(run: string): string {
  return `${ROOT}.run.${run}.file`
}

export function aliveSubject(run: string, generator: number | '*'): string {
  return `${ROOT}.run.${run}.${generator}.alive`
}

export function commandSubject(run: string, generator: number): string {
  return `${ROOT}.run.${run}.${generator}.command`
}

export function pingSubject(run: string, generator: number): string {
  return `${ROOT}.run.${run}.${generator}.ping`
}

export function resultSubject(run: string, generator: number | '*'): string {
  return `${ROOT}.result.${run}.${generator}`
}

export function journalSubject(run: string): string {
  return `${ROOT}.result.${run}.journal`
}

/** The number of the generator at the end, or before the last word; NaN where there is none. */
export function generatorOfResult(subject: string): number {
  return Number(/\.(\d+)$/.exec(subject)?.[1])
}

export function generatorOfAlive(subject: string): number {
  return Number(/\.(\d+)\.alive$/.exec(subject)?.[1])
}

export function streamName(run: string): string {
  return `${ROOT}-${run}`
}

/** The run whose results a stream of this name keeps; null where it is no such stream. */
export function runOfStream(name: string): string | null {
  const prefix = streamName('')
  return name.startsWith(prefix) ? name.slice(prefix.length) : null
}

/** @throws UserError where it cannot be a part of a subject */
export function checkRunName(name: string): string {
  if (/^[A-Za-z0-9_-]{1,64}$/.test(name)) return name
  throw new UserError(`--run: expected up to 64 letters, digits, - and _, got ${JSON.stringify(name)}`)
}
