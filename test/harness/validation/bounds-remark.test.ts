import { writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { examineFile } from '../../../harness/validation/examine-file.ts'
import { knownTarget } from '../../../harness/validation/known-target.ts'
import { examinedFolder, UNIT_TEST } from './examined-folder.ts'

const folder = examinedFolder()

it.each([
  [{}, '--scenario, --metrics or --prometheus tells them'],
  [{ metrics: 'other.txt' }, '--scenario or --prometheus tells them'],
  [{ metrics: 'other.txt', scenario: 'spike' }, '--prometheus tells them'],
])('bounds that are not known are asked of the flags that were not given: beside %j', async (given, remedy) => {
  writeFileSync(folder.at('other.txt'), 'up 1\n')
  writeFileSync(folder.at('b.test.yml'), UNIT_TEST)
  const sources = 'metrics' in given ? { ...given, metrics: folder.at(given.metrics) } : given
  const target = await knownTarget(sources, {})
  const examined = await examineFile({ path: folder.at('b.test.yml'), isNamed: true }, { target })
  expect('remarks' in examined && examined.remarks).toEqual([expect.stringMatching(`are fed in: ${remedy}$`)])
})
