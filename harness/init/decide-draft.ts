// What must hold and how much is sent: proposed, and asked for where somebody is there to answer.

import { formatDuration, parseDuration } from '../../core/text/duration.ts'
import type { Draft } from '../../draft/draft.ts'
import { type DraftWish, type KnownService, proposeDraft } from '../../draft/propose/propose-draft.ts'
import type { InitOptions } from './init-options.ts'

export async function decideDraft(known: KnownService, options: InitOptions): Promise<Draft> {
  const { asker, limitSeconds, rate, seconds } = options
  const wish: DraftWish = { limitSeconds, rate, seconds }
  if (asker === null) return proposeDraft(known, wish)
  const first = proposeDraft(known, wish)
  const limit = limitSeconds ?? (await askLimit(first, asker))
  const withLimit = proposeDraft(known, { ...wish, limitSeconds: limit })
  const perSecond = (withLimit.phases[0]?.fromRate ?? 1) * (withLimit.steps?.length ?? 1)
  const chosenRate = rate ?? (await askRate(perSecond, asker))
  return proposeDraft(known, { limitSeconds: limit, rate: chosenRate === perSecond ? rate : chosenRate, seconds })
}

const OTHER = 'other'

/** Null where the proposal is taken. */
async function askLimit(draft: Draft, asker: NonNullable<InitOptions['asker']>): Promise<number | null> {
  const proposed = draft.objectives[0]?.text.replace(/^p95 < /, '') ?? '500ms'
  const bounds = draft.metrics?.bounds ?? []
  const shown = bounds.slice(0, -1).map((bound) => formatDuration(bound, 6))
  const known = [...new Set([proposed, ...shown])].toSorted((a, b) => (parseDuration(a) ?? 0) - (parseDuration(b) ?? 0))
  const chosen = await asker.choose({
    message: 'How fast must 95% of the requests be?',
    choices: [
      ...known.map((text) => ({
        value: text,
        label: text,
        hint: shown.includes(text) ? 'a bucket bound' : 'no bucket bound',
      })),
      { value: OTHER, label: 'another limit' },
    ],
    initial: proposed,
  })
  if (chosen === proposed) return null
  if (chosen !== OTHER) return parseDuration(chosen) ?? null
  const text = await asker.text({
    message: 'Which?',
    initial: proposed,
    mistakeIn: (answer) => ((parseDuration(answer) ?? 0) > 0 ? null : 'a duration with a unit, such as 250ms or 1.5s'),
  })
  return parseDuration(text) ?? null
}

async function askRate(proposed: number, asker: NonNullable<InitOptions['asker']>): Promise<number> {
  const text = await asker.text({
    message: 'How many requests a second?',
    initial: String(proposed),
    mistakeIn: (answer) => (Number(answer) > 0 ? null : 'a number above 0'),
  })
  return Number(text)
}
