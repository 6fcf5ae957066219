import { counted } from '../../core/text/plural.ts'
import { readUnitTest } from '../../prometheus/alerting/unit-test/read-unit-test.ts'
import { unitTestBounds } from '../../prometheus/alerting/unit-test/unit-test-bounds.ts'
import { boundsRemark } from './bounds-remark.ts'
import type { ExamineOptions } from './examine-options.ts'
import type { Examined } from './examined.ts'
import { rulesOfUnitTest } from './rules-of-unit-test.ts'

export async function examineUnitTest(text: string, file: string, { target }: ExamineOptions): Promise<Examined> {
  const unitTest = readUnitTest(text, file)
  const bounds = await target.boundsOf(unitTest.histograms)
  const looked = unitTestBounds(unitTest, { bounds, rules: await rulesOfUnitTest(file, unitTest.ruleFiles) })
  return {
    file,
    contents: `${counted(looked.testCount, 'unit test')} of rules`,
    remarks: boundsRemark(file, looked.unknownBounds, 'whether production emits the buckets that are fed in', target),
    findings: looked.findings.map(({ test, ...finding }) => ({ ...finding, file, subject: test })),
  }
}
