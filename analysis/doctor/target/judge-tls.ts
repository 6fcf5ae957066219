import type { DoctorCheck } from '../../../core/doctor/doctor-check.ts'
import type { TlsFacts } from '../../../core/doctor/target-facts.ts'
import { counted } from '../../../core/text/plural.ts'
import { check } from '../check.ts'

const SECONDS_PER_DAY = 86_400
const SOON_DAYS = 14

export interface TlsMoment {
  readonly nowMs: number
  /** How long the run lasts for which it must hold. Seconds. */
  readonly runSeconds: number
}

/** Null where nothing is reached over TLS. The gravest of what is wrong with any of them. */
export function judgeTls(all: readonly TlsFacts[], moment: TlsMoment): DoctorCheck | null {
  const judged = all.map((facts) => judgeOne(facts, moment))
  return (
    judged.find(({ state }) => state === 'problem') ??
    judged.find(({ state }) => state === 'warning') ??
    judged[0] ??
    null
  )
}

function judgeOne({ of, use, distrust, verifies }: TlsFacts, { nowMs, runSeconds }: TlsMoment): DoctorCheck {
  const leftSeconds = use.validTo === null ? null : (Date.parse(use.validTo) - nowMs) / 1e3
  const leftDays = leftSeconds === null ? null : Math.floor(leftSeconds / SECONDS_PER_DAY)
  const figures = {
    of,
    protocol: use.protocol,
    cipher: use.cipher,
    subject: use.subject,
    issuer: use.issuer,
    validTo: use.validTo,
    leftDays,
    verified: use.verified,
  }
  const whose = `${of}: ${use.protocol}${use.subject === null ? '' : `, a certificate of ${use.subject}`}`
  if (distrust !== null && verifies) return check('tls', 'problem', `${whose}: ${distrust}`, figures, TRUST)
  if (leftSeconds !== null && leftSeconds < 0)
    return check('tls', 'warning', `${whose} that has expired`, figures, RENEW)
  const until = leftDays === null ? '' : ` that is valid for ${counted(leftDays, 'more day')}`
  if (leftSeconds !== null && leftSeconds < runSeconds)
    return check('tls', 'problem', `${whose} that expires before the run ends`, figures, RENEW)
  if (leftDays !== null && leftDays < SOON_DAYS) return check('tls', 'warning', whose + until, figures, RENEW)
  if (distrust !== null) return check('tls', 'warning', `${whose}${until}, which is not verified`, figures, TRUST)
  return check('tls', 'ok', whose + until, figures)
}

const RENEW = 'renew the certificate'
const TRUST = 'name its issuer with tls: { ca: <file> } in the scenario'
