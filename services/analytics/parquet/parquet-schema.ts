/** The shapes of columns that events need. */
export interface Field {
  name: string
  nullable: boolean
  type: Primitive | { list: Field } | { record: readonly Field[] }
}

export type Primitive = 'string' | 'boolean' | 'int32' | 'int64' | 'double' | 'timestamp'

/** Physical types by their numbers in the format. */
export const physicalType: Record<Primitive, number> = {
  boolean: 0,
  int32: 1,
  int64: 2,
  timestamp: 2,
  double: 5,
  string: 6,
}
