import { z } from 'zod';

/** What `cilium-dbg status` says of the devices that the agent really uses. */
export interface CiliumStatus {
  /** Undefined where it says nothing of it: kube-proxy is not replaced. */
  readonly devices?: readonly CiliumDevice[];

  /** `True`, `False`, `Strict`, … */
  readonly kubeProxyReplacement?: string;
}

export interface CiliumDevice {
  readonly name: string;
  readonly addresses: readonly string[];
}

const JsonStatus = z.object({
  'kube-proxy-replacement': z
    .object({
      mode: z.string().nullish(),
      deviceList: z.array(z.object({ name: z.string(), ip: z.array(z.string()).nullish() })).nullish(),
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
  const { mode, deviceList, devices } = replacement;
  const found =
    deviceList?.map(({ name, ip }) => ({ name, addresses: (ip ?? []).filter((address) => address !== '') })) ??
    devices?.map((name) => ({ name, addresses: [] }));
  return { ...(found && { devices: found }), ...(mode && { kubeProxyReplacement: mode }) };
}

function readText(output: string): CiliumStatus | undefined {
  const [, mode, list] = /^KubeProxyReplacement:\s+(\S+)(?:[ \t]+\[(.*)\])?\s*$/m.exec(output) ?? [];
  if (mode === undefined) return undefined;
  if (list === undefined) return { kubeProxyReplacement: mode };
  const devices = list
    .split(/,\s+/)
    .map((entry) => entry.trim().split(/\s+/))
    .flatMap(([name = '', ...rest]) => (name === '' ? [] : [{ name, addresses: rest.filter(isAddress) }]));
  return { kubeProxyReplacement: mode, devices };
}

/** `(Direct Routing)` stands behind the addresses. */
function isAddress(word: string): boolean {
  return /^[\da-f.:]+$/i.test(word);
}
