// The matchers of a route or of one side of an inhibition rule, in the three ways in which they are written: `match`,
// `match_re` and `matchers`.

import type { PlacedNode, RuleYaml } from '../alerting/yaml/rule-yaml.ts'
import { type CompiledMatcher, compileMatcher } from '../series/label-matcher.ts'
import type { LabelMatcher } from '../series/series.ts'
import { parseMatchers } from './parse-matcher.ts'

/** @param prefix of the keys: `source_` and `target_` of an inhibition rule */
export function matchersOf(
  yaml: RuleYaml,
  values: ReadonlyMap<string, PlacedNode>,
  prefix: '' | 'source_' | 'target_',
): readonly CompiledMatcher[] {
  const pairs = (key: 'match' | 'match_re', operator: LabelMatcher['operator']) => {
    const place = values.get(`${prefix}${key}`)
    return [...(place ? yaml.mapping(place, null) : [])].map(([label, value]) => ({
      place: value,
      matchers: [{ label, operator, value: yaml.text(value) }],
    }))
  }
  const place = values.get(`${prefix}matchers`)
  const written = (place ? yaml.list(place) : []).map((each) => {
    const text = yaml.text(each)
    const matchers = parseMatchers(text)
    if (!matchers) yaml.report(each, `expected a matcher such as severity="critical", got ${JSON.stringify(text)}`)
    return { place: each, matchers: matchers ?? [] }
  })
  const all = [...pairs('match', '='), ...pairs('match_re', '=~'), ...written]
  return all.flatMap(({ place: where, matchers }) => matchers.flatMap((matcher) => compiled(yaml, where, matcher)))
}

function compiled(yaml: RuleYaml, place: PlacedNode, matcher: LabelMatcher): readonly CompiledMatcher[] {
  try {
    return [compileMatcher(matcher)]
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    yaml.report(place, `expected a pattern that can be read: ${error.message}`)
    return []
  }
}
