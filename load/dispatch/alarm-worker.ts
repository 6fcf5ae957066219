// The thread of alarm-clock.ts: sleeps until the alarm is due, or until another one is set, and says its number.

import { readlinkSync, writeFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { systemClock } from '../../core/clock.ts'
import { threadTime } from '../../core/thread-time.ts'
import { alarmMemory, CPU, DUE, ENDED } from './alarm-clock.ts'

if (!parentPort) throw new Error('expected to run in a worker thread')
const port = parentPort
const { number, seconds } = alarmMemory(workerData as SharedArrayBuffer)

const CPU_EVERY_SECONDS = 0.25

sleepPrecisely()
port.postMessage(0)

let rung = 0
let readCpuAt = 0
for (let alarm = Atomics.load(number, 0); alarm !== ENDED; alarm = Atomics.load(number, 0)) {
  const leftSeconds = alarm === rung ? Number.POSITIVE_INFINITY : (seconds[DUE] as number) - systemClock.nowSeconds()
  if (leftSeconds > 0 && Atomics.wait(number, 0, alarm, leftSeconds * 1e3) !== 'timed-out') continue
  rung = alarm
  port.postMessage(alarm)
  const nowSeconds = systemClock.nowSeconds()
  if (nowSeconds < readCpuAt) continue
  readCpuAt = nowSeconds + CPU_EVERY_SECONDS
  seconds[CPU] = threadTime().cpuSeconds
}

/** Linux lets a sleep be late by 50 µs, to wake for several at once (proc(5), timerslack_ns). Elsewhere: as it is. */
function sleepPrecisely(): void {
  try {
    const thread = readlinkSync('/proc/thread-self').split('/').at(-1)
    writeFileSync(`/proc/${thread}/timerslack_ns`, '1')
  } catch {
    // Not Linux, or not allowed: sleeps are a little later.
  }
}
