import type { CiliumVersion } from './cilium-version.ts';
import type { AgentKey, Settings } from './config/settings.ts';
import { decidingEntry, decodeDevices, deviceVerdict } from './device-filter.ts';
import { judgedVersions, type Question } from './question.ts';

/**
 * One way in which the agent would, or could, select the interface:
 * - `entry`: an entry of `devices` selects it;
 * - `no-list`: `devices` is absent or empty, so that Cilium detects its devices itself;
 * - `force`: it detects them although there is a list;
 * - `separators`: the list has commas and blanks, which Cilium 1.15 splits differently from later versions.
 */
export interface SelectionRisk {
  readonly cause: 'entry' | 'no-list' | 'force' | 'separators';

  /** The key that has to change. */
  readonly key: AgentKey;

  /** The entry of `devices` that decides; only where one does. */
  readonly entry?: string;

  /** Where it happens, at least one of the versions that are judged. */
  readonly versions: readonly CiliumVersion[];
}

/** Every way in which an agent with these settings would select the interface; none is the proof that it never does. */
export function selectionRisks(settings: Settings, question: Question): readonly SelectionRisk[] {
  const risks = new Map<SelectionRisk['cause'], SelectionRisk>();
  for (const version of judgedVersions(question)) {
    const risk = riskOn(version, settings, question);
    if (risk === undefined) continue;
    // Of one cause there is one entry: versions differ in whether it decides, not in which one does.
    risks.set(risk.cause, { ...risk, versions: [...(risks.get(risk.cause)?.versions ?? []), version] });
  }
  return [...risks.values()];
}

/** The judged versions on which nothing keeps the interface out. */
export function unsafeVersions(settings: Settings, question: Question): readonly CiliumVersion[] {
  const unsafe = selectionRisks(settings, question).flatMap(({ versions }) => versions);
  return judgedVersions(question).filter((version) => unsafe.includes(version));
}

function riskOn(
  version: CiliumVersion,
  settings: Settings,
  question: Question,
): Omit<SelectionRisk, 'versions'> | undefined {
  const devices = settings.get('devices')?.value;
  const entries = decodeDevices(devices);
  const verdict = deviceVerdict(devices, question.interfaceName, {
    ciliumVersion: version.toString(),
    forceDeviceDetection: settings.isTrue('force-device-detection'),
  });
  if (verdict === 'selected') {
    const deciding = decidingEntry(entries, question.interfaceName, version);
    return { cause: 'entry', key: 'devices', entry: entries[deciding?.index ?? 0] };
  }
  if (verdict === 'auto-detected') {
    // Whatever list stands elsewhere, forced detection takes the interface in, unless an exclusion is in it.
    const isForced = settings.isTrue('force-device-detection') && version.isAtLeast(16);
    const isListElsewhere = devices === undefined && !settings.areComplete;
    return entries.length > 0 || (isForced && isListElsewhere)
      ? { cause: 'force', key: 'force-device-detection' }
      : { cause: 'no-list', key: 'devices' };
  }
  // 1.15 splits the ConfigMap's string at blanks alone (populateDevices in pkg/option/config.go, by viper's
  // GetStringSlice): `eth0, wt0` names wt0 there.
  const isMixed = !version.isAtLeast(16) && entries.some((entry) => /[\s\u0085]/.test(entry));
  return isMixed ? { cause: 'separators', key: 'devices' } : undefined;
}
