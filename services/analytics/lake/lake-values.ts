/** DuckDB's number for the type DATE; its values come as midnight. */
const dateTypeId = 13

/** Values of DuckDB as plain JSON values. */
export function plainValue(value: unknown, typeId?: number): unknown {
  if (typeof value === 'bigint') {
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  }
  if (value instanceof Date) {
    return typeId === dateTypeId ? value.toISOString().slice(0, 10) : value.toISOString()
  }
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (Array.isArray(value)) return value.map((item) => plainValue(item))
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainValue(inner)]))
  }
  return value
}
