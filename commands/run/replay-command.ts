// The command line that repeats a run: it has every flag that decides what the run does, and no secret.

import { DEFAULT_MARGIN } from '../../core/run/earlier-run.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { formatShare } from '../../core/text/figures/share.ts'
import { redactUrl } from '../../core/text/url.ts'
import { commandLine, type OwnCommand, shellWord } from '../../harness/own-command.ts'
import type { RunOptions } from '../../harness/setup/run-options.ts'
import { shownChoice } from '../flags/prometheus-flag.ts'

/** @param own how the program is called
 * @param flags further flags, as they were written */
export function replayCommand(
  own: OwnCommand,
  command: 'scenario' | 'buckets',
  name: string,
  options: RunOptions,
  flags: readonly string[] = [],
): string {
  const { seed, target, metrics, prometheus, layout, engine, timers, workers = 1, repeat = 1 } = options
  const {
    generators,
    join,
    abortGraceSeconds,
    baseline,
    margin = DEFAULT_MARGIN,
    allowHosts = [],
    preflight = true,
  } = options
  const shown = [
    ...(seed === undefined ? [] : [`--seed ${seed}`]),
    ...flags,
    ...(target === undefined ? [] : [`--target ${shellWord(redactUrl(target))}`]),
    ...allowHosts.map((host) => `--allow-host ${shellWord(host)}`),
    ...(preflight ? [] : ['--no-preflight']),
    ...(metrics === undefined ? [] : [`--metrics ${shellWord(redactUrl(metrics))}`]),
    ...(prometheus === undefined || prometheus.kind === 'embedded'
      ? []
      : [`--prometheus ${shellWord(shownChoice(prometheus))}`]),
    ...(layout === undefined ? [] : [`--layout ${shellWord(layout)}`]),
    ...(engine === undefined ? [] : [`--engine ${engine}`]),
    ...(timers === undefined ? [] : [`--timers ${timers}`]),
    ...(workers === 1 ? [] : [`--workers ${workers}`]),
    ...(generators === undefined ? [] : [`--generators ${generators}`]),
    ...(join === undefined ? [] : [`--join ${shellWord(join)}`]),
    ...(repeat === 1 ? [] : [`--repeat ${repeat}`]),
    ...(abortGraceSeconds === undefined ? [] : [`--abort ${formatDuration(abortGraceSeconds)}`]),
    ...(baseline === undefined ? [] : [`--baseline ${shellWord(baseline)}`]),
    ...(baseline === undefined || margin === DEFAULT_MARGIN ? [] : [`--margin ${formatShare(margin)}`]),
  ]
  return commandLine(own, command, shellWord(name), shown)
}
