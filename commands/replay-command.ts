// The command line that repeats a run: it has every flag that decides what the run does, and no secret.

import { DEFAULT_MARGIN } from '../core/run/earlier-run.ts'
import { formatShare } from '../core/scenario/objective.ts'
import { formatDuration } from '../core/text/duration.ts'
import { redactUrl } from '../core/text/url.ts'
import type { RunOptions } from '../harness/setup/run-options.ts'
import { shownChoice } from './flags/prometheus-flag.ts'

/** @param flags further flags, as they were written */
export function replayCommand(
  command: 'scenario' | 'buckets',
  name: string,
  options: RunOptions,
  flags: readonly string[] = [],
): string {
  const { seed, target, metrics, prometheus, layout, workers = 1, repeat = 1 } = options
  const { abortGraceSeconds, baseline, margin = DEFAULT_MARGIN } = options
  const shown = [
    ...(seed === undefined ? [] : [`--seed ${seed}`]),
    ...flags,
    ...(target === undefined ? [] : [`--target ${redactUrl(target)}`]),
    ...(metrics === undefined ? [] : [`--metrics ${redactUrl(metrics)}`]),
    ...(prometheus === undefined || prometheus.kind === 'embedded' ? [] : [`--prometheus ${shownChoice(prometheus)}`]),
    ...(layout === undefined ? [] : [`--layout ${layout}`]),
    ...(workers === 1 ? [] : [`--workers ${workers}`]),
    ...(repeat === 1 ? [] : [`--repeat ${repeat}`]),
    ...(abortGraceSeconds === undefined ? [] : [`--abort ${formatDuration(abortGraceSeconds)}`]),
    ...(baseline === undefined ? [] : [`--baseline ${baseline}`]),
    ...(baseline === undefined || margin === DEFAULT_MARGIN ? [] : [`--margin ${formatShare(margin)}`]),
  ]
  return `npm run ${command} ${name} -- ${shown.join(' ')}`
}
