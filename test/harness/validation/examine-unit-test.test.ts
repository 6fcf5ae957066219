import { writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { examinedFolder, UNIT_TEST } from './examined-folder.ts'

const folder = examinedFolder()

it('a unit test of a share is not warned of quantiles that nothing draws', async () => {
  const ratio = 'rate(latency_seconds_bucket{le="1"}[5m]) / on () rate(latency_seconds_count[5m])'
  writeFileSync(
    folder.at('share.yml'),
    JSON.stringify({ groups: [{ name: 'g', rules: [{ record: 'a', expr: ratio }] }] }),
  )
  const series = UNIT_TEST.replace('"0.5"', '"1"').replace(/^.*Inf.*\n/m, '')
  expect(await folder.printed('drawn.test.yml', series, 'page')).toContain('2 warnings')
  for (const files of ['[share.yml]', '[share.y*]'])
    expect(await folder.printed('share.test.yml', series.replace('[rules.yml]', files), 'page')).toBe(
      'share.test.yml: ok, 1 unit test of rules\n',
    )
})
