// What the kernel does not do for a container's first process.

import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { endOnSignals } from '../../../commands/process/first-process.ts'

class FakeProcess extends EventEmitter {
  readonly exits: number[] = []
  readonly pid: number

  constructor(pid: number) {
    super()
    this.pid = pid
  }

  exit(code: number): void {
    this.exits.push(code)
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

it.each(SIGNALS)('ends the first process at %s with 130', (signal) => {
  const first = new FakeProcess(1)
  endOnSignals(first)
  first.emit(signal)
  expect(first.exits).toEqual([130])
})

it.each(SIGNALS)('leaves %s to a command that handles it', (signal) => {
  const first = new FakeProcess(1)
  endOnSignals(first)
  first.on(signal, () => {})
  first.emit(signal)
  expect(first.exits).toEqual([])
})

it('leaves every other process to the kernel', () => {
  const other = new FakeProcess(2)
  endOnSignals(other)
  expect(SIGNALS.map((signal) => other.listenerCount(signal))).toEqual([0, 0, 0])
})
