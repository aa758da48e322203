/** Consumer groups of one process: the partitions of a topic are dealt out in turn among the members that read it. */
import type { GroupMember, TopicPartition } from '@backbeat/ports/event-log'

interface Member {
  topics: readonly string[]
  assigned: readonly TopicPartition[]
  listeners: Set<() => void>
}

export interface Groups {
  join(group: string, topics: readonly string[]): GroupMember
}

export function openGroups(partitionsOf: (topic: string) => number): Groups {
  const groups = new Map<string, Set<Member>>()

  function leave(group: string, member: Member): void {
    const members = groups.get(group)
    if (!members?.delete(member)) return
    if (members.size === 0) groups.delete(group)
    assign(member, [])
    rebalance(members, partitionsOf)
  }

  return {
    join(group, topics) {
      const member: Member = { topics: [...new Set(topics)], assigned: [], listeners: new Set() }
      const members = groups.get(group) ?? new Set()
      groups.set(group, members.add(member))
      rebalance(members, partitionsOf)
      return {
        assigned: () => member.assigned,
        onAssigned: (listener) => void member.listeners.add(listener),
        leave: async () => leave(group, member),
      }
    },
  }
}

function rebalance(members: Set<Member>, partitionsOf: (topic: string) => number): void {
  const shares = new Map<Member, TopicPartition[]>([...members].map((member) => [member, []]))
  let turn = 0
  for (const topic of new Set([...members].flatMap((member) => member.topics))) {
    const readers = [...members].filter((member) => member.topics.includes(topic))
    for (let partition = 0; partition < partitionsOf(topic); partition++) {
      const reader = readers[turn++ % readers.length] as Member
      shares.get(reader)?.push({ topic, partition })
    }
  }
  // First those who lose partitions, so that nobody hears of a partition that another still believes to have.
  const losing = ([member, share]: [Member, TopicPartition[]]) =>
    member.assigned.some((had) => !share.some((has) => isSame(had, has))) ? 0 : 1
  const ordered = [...shares].sort((a, b) => losing(a) - losing(b))
  for (const [member, share] of ordered) assign(member, share)
}

function assign(member: Member, share: readonly TopicPartition[]): void {
  const before = member.assigned
  member.assigned = share
  if (before.length === share.length && share.every((at, i) => isSame(at, before[i]))) return
  for (const listener of member.listeners) listener()
}

const isSame = (a: TopicPartition, b: TopicPartition | undefined): boolean =>
  a.topic === b?.topic && a.partition === b.partition
