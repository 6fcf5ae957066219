// Which generators were lost, and where to look for what ended them.

import type { Advice } from '../../../core/report/advice.ts'
import type { Report, ReportedSingleGenerator } from '../../../core/report/report.ts'
import { listed } from '../../../core/text/plural.ts'
import { generatorsInWords } from '../../generator/generator-words.ts'

export function adviseLost({ generator }: Report): Advice[] {
  if (generator.lost === 0) return []
  const { generators: each = [] } = generator
  const lost = each.filter((one) => one.lost !== null)
  const who = lost.length === 0 ? 'the generator that was lost' : generatorsInWords(lost, each.length)
  return [
    {
      kind: 'generator',
      weight: 'blocks',
      about: null,
      action: `Find out what ended ${who}, and let the run come to its end with all of them${whereToLook(lost)}.`,
      figure: generator.reasons[0] ?? '',
    },
  ]
}

const MOST_HOSTS = 3

/** `: what it wrote on host-2 says more`; empty where nothing more is known than what the figure says. */
function whereToLook(lost: readonly ReportedSingleGenerator[]): string {
  if (lost.some((one) => one.lost?.lastLines !== undefined)) return ': what it wrote last is in the report'
  const hosts = [...new Set(lost.flatMap(({ place, host }) => (place === 'elsewhere' ? (host ?? []) : [])))]
  if (hosts.length === 0) return ''
  return hosts.length > MOST_HOSTS
    ? ': what each wrote on its host says more'
    : `: what it wrote on ${listed(hosts)} says more`
}
