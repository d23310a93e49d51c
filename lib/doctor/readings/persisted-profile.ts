/** What the client's `default.json` says of its flags. */
export interface PersistedProfile {
  readonly managementUrl?: string;
  readonly interfaceName?: string;
  readonly wireguardPort?: string;
  readonly disableDns?: string;
  readonly disableClientRoutes?: string;
}

/**
 * Reads single lines of the file, as `grep` left them: `    "WgIface": "wt0",`. Of the two addresses in it the first is
 * that of the management server. Undefined: there is none of these lines.
 */
export function readProfile(lines: string): PersistedProfile | undefined {
  const value = (name: string) => new RegExp(`^\\s*"${name}":\\s*"?([^",]*)"?,?\\s*$`, 'm').exec(lines)?.[1];
  const [scheme, host] = [value('Scheme'), value('Host')];
  const entries = Object.entries({
    managementUrl: scheme && host ? `${scheme}://${host}` : undefined,
    interfaceName: value('WgIface'),
    wireguardPort: value('WgPort'),
    disableDns: value('DisableDNS'),
    disableClientRoutes: value('DisableClientRoutes'),
  }).filter(([, text]) => text !== undefined && text !== '' && text !== 'null');
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
