// A command-line flag and its twin in the environment: `--metrics-port` is also SLA_HARNESS_METRICS_PORT.

import { InvalidArgumentError, Option } from 'commander'

/** 0 takes any port that is free. */
export const PORTS = [0, 65535] as const

const MEANS_NO = new Set(['', '0', 'false', 'no'])

export function flag(flags: string, description: string): Option {
  const option = new Option(flags, description)
  const variable = `SLA_HARNESS_${option.name().replaceAll('-', '_').toUpperCase()}`
  const takesValue = option.required || option.optional
  const unset = MEANS_NO.has(process.env[variable]?.toLowerCase() ?? '')
  return unset && !takesValue ? option : option.env(variable)
}

/** Parses a whole number within bounds. */
export function wholeNumberIn([minimum, maximum]: readonly [number, number]): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < minimum || value > maximum)
      throw new InvalidArgumentError(`Expected a whole number from ${minimum} to ${maximum}, got ${text}.`)
    return value
  }
}
