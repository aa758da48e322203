/**
 * The durable event log: topics × partitions of records with offsets, read by consumer groups. Offsets are whole
 * numbers from 0, dense per partition.
 */

export interface TopicSpec {
  name: string
  partitions: number
}

/** Names a record's origin, so that sending it twice stores it once. */
export type Dedupe =
  /**
   * Per partition and producer, a record is a duplicate when its (epoch, sequence) is not above the last stored one. A
   * lower epoch than the last seen throws `producer-fenced`. A producer's records must arrive in order.
   */
  | { producerId: string; epoch: number; sequence: number }
  /** A UUID; remembered for at least a day. */
  | { eventId: string }

export interface AppendRecord {
  topic: string
  /** Records with equal keys go to one partition and keep their order; null spreads. */
  key: string | null
  value: Uint8Array
  /** Milliseconds since 1970. */
  timestampMs: number
  dedupe?: Dedupe
}

export interface AppendResult {
  partition: number
  /** Where the record lies; -1 for a duplicate. */
  offset: number
  duplicate: boolean
}

export interface LogRecord {
  topic: string
  partition: number
  offset: number
  key: string | null
  value: Uint8Array
  timestampMs: number
}

export interface ReadResult {
  /** In offset order; empty when nothing came within `waitMs`. */
  records: LogRecord[]
  /** Where to read on. */
  nextOffset: number
  /** One above the last durable offset. */
  endOffset: number
}

export interface ReadOptions {
  /** Stops after the batch that passes this many bytes of values. Default 1 MiB. */
  bytesMax?: number
  /** How long to wait for a first record. Default 0. */
  waitMs?: number
  signal?: AbortSignal
}

export interface TopicPartition {
  topic: string
  partition: number
}

/** A member's place in a consumer group. */
export interface GroupMember {
  /** The partitions that this member reads now. */
  assigned(): readonly TopicPartition[]
  /** Called after each change of `assigned()`. */
  onAssigned(listener: () => void): void
  /** Gives the partitions to the others. */
  leave(): Promise<void>
}

export interface EventLog {
  /** Idempotent. A topic keeps its partition count: another one throws `conflict`. */
  createTopic(spec: TopicSpec): Promise<void>
  topics(): Promise<TopicSpec[]>

  /**
   * Appends records in order. Resolves, one result a record, once all of them are durable (fsync). Atomic: a crash
   * leaves all of them or none. Errors: `topic-unknown`, `producer-fenced` (nothing is appended), `log-failed`
   * (unknown outcome: send again with the same dedupe).
   */
  append(records: readonly AppendRecord[]): Promise<AppendResult[]>

  /**
   * Reads from an offset on. Only durable records are seen. Errors: `topic-unknown`, `offset-out-of-range`,
   * `log-corrupt` with `details: {topic, partition, firstOffset, lastOffset}` when the next batch fails its checksum;
   * a caller may go on at `lastOffset + 1`.
   */
  read(at: TopicPartition, offset: number, options?: ReadOptions): Promise<ReadResult>

  /** The first kept and the next offset of a partition. */
  offsets(at: TopicPartition): Promise<{ start: number; end: number }>

  /** Joins a group; the topics' partitions are shared among its members. */
  join(group: string, topics: readonly string[]): Promise<GroupMember>
  /** Stores, durably, the next offset that the group will read. */
  commit(group: string, at: TopicPartition, nextOffset: number): Promise<void>
  /** The committed offset, or null if the group has committed none. */
  committed(group: string, at: TopicPartition): Promise<number | null>

  /** Waits for appends under way, then releases everything. */
  close(): Promise<void>
}
