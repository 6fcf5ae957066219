// What wrk prints with --latency. Its own times are service times of a closed loop.

import { seconds } from './seconds.ts'

export function parseWrk(text: string): { requests: number; ratePerSecond: number; p50: number; p99: number } {
  const ratePerSecond = Number(/Requests\/sec:\s*([\d.]+)/.exec(text)?.[1])
  const requests = Number(/(\d+) requests in/.exec(text)?.[1])
  if (!(ratePerSecond > 0) || !(requests > 0)) throw new Error(`wrk printed no rate: ${text.slice(0, 200)}`)
  return { requests, ratePerSecond, p50: quantile(text, '50'), p99: quantile(text, '99') }
}

function quantile(text: string, percent: string): number {
  return seconds(new RegExp(`^\\s*${percent}%\\s+(\\S+)`, 'm').exec(text)?.[1] ?? '')
}
