import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Linked, SeatList } from '../../../load/connections/linked-list.ts'

class Member extends Linked<Member> {}

it('behaves as two arrays would, of which each member is in one at most', () => {
  const step = fc.record({
    member: fc.nat(7),
    to: fc.constantFrom('left' as const, 'right' as const, 'neither' as const),
  })
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const members = Array.from({ length: 8 }, () => new Member())
      const lists = { left: new SeatList<Member>(), right: new SeatList<Member>() }
      const arrays = { left: [] as Member[], right: [] as Member[] }
      for (const { member: index, to } of steps) {
        const member = members[index] as Member
        for (const side of ['left', 'right'] as const) {
          if (to === 'neither') lists[side].remove(member)
          arrays[side] = arrays[side].filter((other) => other !== member)
        }
        if (to === 'neither') continue
        lists[to].push(member)
        arrays[to].push(member)
      }
      for (const side of ['left', 'right'] as const) {
        const inOrder: Member[] = []
        for (let member = lists[side].first; member; member = member.after) inOrder.push(member)
        expect(inOrder).toEqual(arrays[side])
        expect(lists[side].size).toBe(arrays[side].length)
      }
    }),
  )
})
