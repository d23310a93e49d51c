/**
 * What `grep -H . <files>` prints: `path:line`. A file of several lines keeps all of them; one that is not there is
 * not in the result.
 */
export function readLinesByPath(output: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of output.split('\n')) {
    const [, path, text] = /^(\/[^:]+):(.*)$/.exec(line) ?? [];
    if (path === undefined || text === undefined) continue;
    const earlier = values.get(path);
    values.set(path, earlier === undefined ? text : `${earlier}\n${text}`);
  }
  return values;
}
