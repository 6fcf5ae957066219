import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Linked, LinkedList } from '../../../load/connections/linked-list.ts'

class WorkerHandle extends Linked<WorkerHandle> {}

it('two lists behave like two arrays in which each member is at most once', () => {
  const step = fc.record({
    member: fc.nat(7),
    to: fc.constantFrom('left' as const, 'right' as const, 'neither' as const),
  })
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const members = Array.from({ length: 8 }, () => new WorkerHandle())
      const lists = { left: new LinkedList<WorkerHandle>(), right: new LinkedList<WorkerHandle>() }
      const arrays = { left: [] as WorkerHandle[], right: [] as WorkerHandle[] }
      for (const { member: index, to } of steps) {
        const member = members[index] as WorkerHandle
        for (const side of ['left', 'right'] as const) {
          if (to === 'neither') lists[side].remove(member)
          arrays[side] = arrays[side].filter((other) => other !== member)
        }
        if (to === 'neither') continue
        lists[to].push(member)
        arrays[to].push(member)
      }
      for (const side of ['left', 'right'] as const) {
        const inOrder: WorkerHandle[] = []
        for (let member = lists[side].first; member; member = member.after) inOrder.push(member)
        expect(inOrder).toEqual(arrays[side])
        expect(lists[side].size).toBe(arrays[side].length)
      }
    }),
  )
})
