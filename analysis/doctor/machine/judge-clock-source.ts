import type { DoctorCheck } from '../../../core/doctor/doctor-check.ts'
import type { ClockSourceFacts } from '../../../core/doctor/machine-facts.ts'
import { check } from '../check.ts'

/** A clock that is read without asking the kernel takes some 50 ns; one that is not, a microsecond and more. */
const SLOW_SECONDS = 1e-6

/** Every request reads the clock several times. */
export function judgeClockSource({ source, others, readSeconds }: ClockSourceFacts): DoctorCheck {
  const figures = { source, others: others.join(' '), readSeconds }
  const observed = `${source ?? 'its source is not told'}; reading it takes ${Math.round(readSeconds * 1e9)} ns`
  if (readSeconds < SLOW_SECONDS) return check('clock-source', source === null ? 'unknown' : 'ok', observed, figures)
  const faster = others.filter((name) => FAST.has(name) && name !== source)
  const change =
    faster[0] === undefined
      ? 'a virtual machine of another kind may offer a faster one'
      : `write ${faster[0]} to /sys/devices/system/clocksource/clocksource0/current_clocksource as root`
  return check(
    'clock-source',
    'warning',
    observed,
    figures,
    `a clock that is slow to read slows the generator down: ${change}`,
  )
}

/** Read without asking the kernel. Source: Linux, the vDSO's clock modes. */
const FAST: ReadonlySet<string> = new Set(['tsc', 'kvm-clock', 'arch_sys_counter', 'hyperv_clocksource_tsc_page'])
