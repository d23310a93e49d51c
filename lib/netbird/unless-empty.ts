/** The API server drops empty lists and maps; written out, they would be a difference for ever. */
export function unlessEmpty<T extends object>(value: T): T | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}
