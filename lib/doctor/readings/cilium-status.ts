import { z } from 'zod';

/** What `cilium-dbg status` says of the devices that the agent really uses. */
export interface CiliumStatus {
  /** Their names; undefined where it says nothing of them: kube-proxy is not replaced. */
  readonly devices?: readonly string[];
}

const JsonStatus = z.object({
  'kube-proxy-replacement': z
    .object({
      deviceList: z.array(z.object({ name: z.string() })).nullish(),
      devices: z.array(z.string()).nullish(),
    })
    .nullish(),
});

/** Reads `status -o json`, or the text of `status` where that is not JSON. Undefined: it is neither. */
export function readCiliumStatus(output: string): CiliumStatus | undefined {
  return output.trimStart().startsWith('{') ? readJson(output) : readText(output);
}

function readJson(output: string): CiliumStatus | undefined {
  let json: unknown;
  try {
    json = JSON.parse(output);
  } catch {
    return undefined;
  }
  const replacement = JsonStatus.safeParse(json).data?.['kube-proxy-replacement'];
  if (replacement == null) return undefined;
  const devices = replacement.deviceList?.map(({ name }) => name) ?? replacement.devices;
  return devices ? { devices } : {};
}

function readText(output: string): CiliumStatus | undefined {
  const [, mode, list] = /^KubeProxyReplacement:\s+(\S+)(?:[ \t]+\[(.*)\])?\s*$/m.exec(output) ?? [];
  if (mode === undefined) return undefined;
  // The name stands before its addresses.
  const devices = list?.split(/,\s+/).flatMap((entry) => entry.trim().split(/\s+/)[0] || []);
  return devices ? { devices } : {};
}
