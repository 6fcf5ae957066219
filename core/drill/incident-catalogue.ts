// The incidents that every drill has unless it is given others: what goes wrong with services, large and small, and what
// should trouble nobody.

import type { PlannedIncident } from './planned-incident.ts'

const MINUTE = 60
const HOUR = 3600
const DAY = 24 * HOUR

/** In the afternoon, when traffic is about its highest. */
const BY_DAY = 14 * HOUR
const BY_NIGHT = 3 * HOUR

const USUAL = {
  share: 1,
  effects: [],
  grows: false,
  trafficFactor: 1,
  concerns: null,
  atSeconds: null,
  timeOfDaySeconds: BY_DAY,
} as const satisfies Partial<PlannedIncident>

/** How much longer requests take from one day to the next. */
const LEAK_PER_DAY = 0.03

/** @param days the length of a month, which a leak takes whole */
export function incidentCatalogue(days: number): readonly PlannedIncident[] {
  return [
    {
      ...USUAL,
      name: 'outage',
      sentence: 'Every request fails for 5 minutes; the service still answers its metrics page.',
      durationSeconds: 5 * MINUTE,
      effects: [{ kind: 'errors', share: 1 }],
    },
    {
      ...USUAL,
      name: 'gone',
      sentence: 'Nothing answers for 5 minutes, the metrics page included; then a fresh process does.',
      durationSeconds: 5 * MINUTE,
      effects: [{ kind: 'away' }],
    },
    {
      ...USUAL,
      name: 'slow-tenth',
      sentence: '10% of the requests take 3 times as long for an hour.',
      durationSeconds: HOUR,
      share: 0.1,
      effects: [{ kind: 'slowdown', factor: 3 }],
    },
    {
      ...USUAL,
      name: 'slow-all',
      sentence: 'All requests take 5 times as long for 20 minutes.',
      durationSeconds: 20 * MINUTE,
      effects: [{ kind: 'slowdown', factor: 5 }],
    },
    {
      ...USUAL,
      name: 'error-burst',
      sentence: '20% of the requests fail for 3 minutes.',
      durationSeconds: 3 * MINUTE,
      effects: [{ kind: 'errors', share: 0.2 }],
    },
    {
      ...USUAL,
      name: 'slow-burn',
      sentence: '1% of the requests fail for 6 hours.',
      durationSeconds: 6 * HOUR,
      timeOfDaySeconds: 9 * HOUR,
      effects: [{ kind: 'errors', share: 0.01 }],
    },
    {
      ...USUAL,
      name: 'slow-instance',
      sentence: 'One instance of twenty answers 10 times as slowly for 2 hours.',
      durationSeconds: 2 * HOUR,
      share: 0.05,
      effects: [{ kind: 'slowdown', factor: 10 }],
    },
    {
      ...USUAL,
      name: 'night',
      sentence: 'Half of the requests fail for 30 minutes at night, with a fiftieth of the traffic.',
      durationSeconds: 30 * MINUTE,
      timeOfDaySeconds: BY_NIGHT,
      trafficFactor: 1 / 50,
      effects: [{ kind: 'errors', share: 0.5 }],
    },
    {
      ...USUAL,
      name: 'no-traffic',
      sentence: 'No request arrives for 15 minutes: something in front of the service is broken.',
      durationSeconds: 15 * MINUTE,
      trafficFactor: 0,
    },
    {
      ...USUAL,
      name: 'deploy',
      sentence: 'A deploy: the process is away for 20 seconds, and its counters begin at zero again.',
      durationSeconds: 20,
      effects: [{ kind: 'away' }],
    },
    {
      ...USUAL,
      name: 'surge',
      sentence: '5 times the traffic for 30 minutes, with nothing wrong.',
      durationSeconds: 30 * MINUTE,
      trafficFactor: 5,
    },
    {
      ...USUAL,
      name: 'leak',
      sentence: `Requests take 3% longer every day, over ${days === 1 ? 'a day' : `${days} days`}.`,
      durationSeconds: Number.POSITIVE_INFINITY,
      timeOfDaySeconds: 0,
      effects: [{ kind: 'slowdown', factor: (1 + LEAK_PER_DAY) ** days }],
      grows: true,
    },
  ]
}

/** The names of the catalogue, for messages and completion. */
export const CATALOGUE_NAMES: readonly string[] = incidentCatalogue(30).map(({ name }) => name)

export const DAY_SECONDS = DAY
