// Checks the options of a run that a program passes: JavaScript has no compiler to do so.

import { parseHostPattern } from '../../core/scenario/allowed-hosts.ts'
import { ENGINE_CHOICES } from '../../core/scenario/load-engine.ts'
import { TIMER_CHOICES } from '../../core/scenario/timer-mode.ts'
import { didYouMean } from '../../core/text/nearest-word.ts'
import { isHttpUrl } from '../../core/text/url.ts'
import { UserError } from '../../core/user-error.ts'
import { describeValue } from '../../scenario-file/mistakes/describe-value.ts'
import { LIMITS, type PrometheusChoice, type RunOptions } from './run-options.ts'

interface Check {
  /** The phrase that completes `expected …`. */
  readonly expected: string
  readonly holds: (value: unknown) => boolean
}

const PROMETHEUS_KINDS: Readonly<Record<PrometheusChoice['kind'], (value: object) => boolean>> = {
  embedded: () => true,
  local: () => true,
  remote: (value) => 'url' in value && typeof value.url === 'string' && isHttpUrl(value.url),
}

const text = (expected: string): Check => ({ expected, holds: (value) => typeof value === 'string' && value !== '' })
const fromZero = (expected: string): Check => ({
  expected,
  holds: (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0,
})
const integer = ([minimum, maximum]: readonly [number, number]): Check => ({
  expected: `a whole number from ${minimum} to ${maximum}`,
  holds: (value) => Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum,
})
const oneOf = (choices: readonly string[]): Check => ({
  expected: `one of ${choices.join(', ')}`,
  holds: (value) => choices.some((choice) => choice === value),
})
const callable = (expected: string): Check => ({ expected, holds: (value) => typeof value === 'function' })
const withMethods = (expected: string, ...names: readonly string[]): Check => ({
  expected,
  holds: (value) => isObject(value) && names.every((name) => typeof Reflect.get(value, name) === 'function'),
})

const CHECKS: { readonly [Option in keyof RunOptions]-?: Check } = {
  cwd: text('the path of a folder'),
  target: text('a URL such as http://127.0.0.1:8080'),
  metrics: text('a URL such as http://127.0.0.1:9100/metrics'),
  layout: text('a bucket layout such as lab'),
  seed: integer(LIMITS.seed),
  engine: oneOf(ENGINE_CHOICES),
  timers: oneOf(TIMER_CHOICES),
  workers: integer(LIMITS.workers),
  generators: integer(LIMITS.generators),
  join: text('the address of a broker such as nats://broker.example:4222'),
  run: text('a name such as nightly-7'),
  repeat: integer(LIMITS.repeat),
  baseline: text("the path of a run's folder or report.json"),
  margin: fromZero('a fraction such as 0.1'),
  abortGraceSeconds: fromZero('seconds, 0 or more'),
  allowHosts: {
    expected: "a list of hosts such as ['shop.example']",
    holds: (value) =>
      Array.isArray(value) && value.every((host) => typeof host === 'string' && parseHostPattern(host) !== undefined),
  },
  preflight: { expected: 'true or false', holds: (value) => typeof value === 'boolean' },
  prometheus: {
    expected: "{ kind: 'embedded' }, { kind: 'local' } or { kind: 'remote', url: 'http://…' }",
    holds: (value) => isObject(value) && 'kind' in value && isPrometheusChoice(value, value.kind),
  },
  layouts: {
    expected: '{ layouts: […] }',
    holds: (value) => isObject(value) && 'layouts' in value && Array.isArray(value.layouts),
  },
  out: text('the path of a folder'),
  runs: text('the path of a folder'),
  junit: {
    expected: "{ inconclusive: 'skipped' } or { inconclusive: 'failure' }",
    holds: (value) =>
      isObject(value) && 'inconclusive' in value && ['skipped', 'failure'].includes(String(value.inconclusive)),
  },
  signal: { expected: 'an AbortSignal', holds: (value) => value instanceof AbortSignal },
  display: withMethods('an object with the methods start, update and stop', 'start', 'update', 'stop'),
  environment: { expected: 'an object of names and values, such as process.env', holds: isObject },
  replay: callable('a function of seed and repeat that gives a command'),
}

/** @throws UserError where an option is not known or has a value that it cannot have */
export function checkOptions(options: RunOptions): void {
  if (!isObject(options)) throw new UserError(`options of a run: expected an object, got ${describeValue(options)}`)
  const known = Object.keys(CHECKS)
  for (const [name, value] of Object.entries(options)) {
    const check = Object.hasOwn(CHECKS, name) ? CHECKS[name as keyof RunOptions] : undefined
    if (check === undefined)
      throw new UserError(
        `options of a run: expected ${known.join(', ')}, got ${JSON.stringify(name)}${didYouMean(name, known)}`,
      )
    if (value !== undefined && !check.holds(value))
      throw new UserError(`option ${name} of a run: expected ${check.expected}, got ${describeValue(value)}`)
  }
  checkGenerators(options)
}

function checkGenerators({ generators, workers = 1, join, run }: RunOptions): void {
  if (generators === undefined && (join ?? run) !== undefined)
    throw new UserError(
      `${join === undefined ? 'run' : 'join'}: expected how many generators are to send the load (generators), got none`,
    )
  if (generators !== undefined && workers > 1)
    throw new UserError(
      `workers: expected 1 where generators are given, for each of them is one thread, got ${workers}: give as many generators as there are to be threads in all`,
    )
}

function isPrometheusChoice(value: object, kind: unknown): boolean {
  return typeof kind === 'string' && Object.hasOwn(PROMETHEUS_KINDS, kind)
    ? PROMETHEUS_KINDS[kind as PrometheusChoice['kind']](value)
    : false
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
