import { memberAt, type UnknownRecord } from '../../output/record.ts';
import { type AgentDaemonSet, readAgentDaemonSet } from './agent-daemon-set.ts';
import type { Named } from './config-file.ts';
import { type InputProblem, wrongType } from './input-problem.ts';
import { LabelSelector } from './label-selector.ts';
import { nameObject, type ObjectName } from './object-name.ts';
import type { Layer } from './settings.ts';
import { readStringMap } from './string-map.ts';

/** A ConfigMap, of whatever name. */
export interface ConfigMapObject extends ObjectName {
  readonly layer: Layer;

  /** Only of interest where the agents read it: any other may hold what it likes. */
  readonly problems: readonly InputProblem[];
}

/** A CiliumNodeConfig: keys that replace those of the ConfigMap on some nodes. */
export interface NodeConfig extends ObjectName {
  readonly apiVersion: string;
  readonly layer: Layer;

  /** Left out when it has none, or one that is malformed: it is then for no node. */
  readonly selector?: LabelSelector;
}

/** A CiliumL2AnnouncementPolicy. */
export interface L2Policy extends ObjectName {
  /** Go regular expressions; none is all devices. */
  readonly interfaces: readonly string[];

  /** Left out: every node. */
  readonly selector?: LabelSelector;
}

/** A CiliumEgressGatewayPolicy. */
export interface EgressPolicy extends ObjectName {
  /** The interface of each gateway that names one, and the field. */
  readonly interfaces: readonly { readonly field: string; readonly name: string }[];
}

/** What is known from Kubernetes objects; those that do not concern Cilium are left out. */
export interface ObjectReading {
  readonly configMaps: readonly ConfigMapObject[];
  /** In the order in which Cilium applies them. */
  readonly nodeConfigs: readonly NodeConfig[];

  readonly agents: readonly AgentDaemonSet[];
  readonly l2Policies: readonly L2Policy[];
  readonly egressPolicies: readonly EgressPolicy[];
  readonly problems: readonly InputProblem[];
}

export function readObjects(objects: readonly Named<UnknownRecord>[]): ObjectReading {
  const problems: InputProblem[] = [];
  const read = <T>(kind: string, reader: (object: UnknownRecord, problems: InputProblem[]) => T | undefined) =>
    objects
      .filter(({ value }) => value.kind === kind)
      .map(({ value }) => reader(value, problems))
      .filter((result) => result !== undefined);
  return {
    configMaps: read('ConfigMap', readConfigMap),
    nodeConfigs: read('CiliumNodeConfig', readNodeConfig).toSorted(byName),
    agents: read('DaemonSet', (object, found) => readAgentDaemonSet(object, nameObject(object), found)),
    l2Policies: read('CiliumL2AnnouncementPolicy', readL2Policy),
    egressPolicies: read('CiliumEgressGatewayPolicy', readEgressPolicy),
    problems,
  };
}

function readConfigMap(object: UnknownRecord): ConfigMapObject {
  const named = nameObject(object);
  return { ...named, ...readStringMap(object.data, `${named.place}: data.`) };
}

function readNodeConfig(object: UnknownRecord, problems: InputProblem[]): NodeConfig {
  const named = nameObject(object);
  const { layer, problems: found } = readStringMap(
    memberAt(object, ['spec', 'defaults']),
    `${named.place}: spec.defaults.`,
  );
  problems.push(...found);
  return {
    ...named,
    apiVersion: String(object.apiVersion),
    layer,
    selector: readSelector(memberAt(object, ['spec', 'nodeSelector']), `${named.place}: spec.nodeSelector`, problems),
  };
}

/** Where an object exists in both versions, Cilium lets v2 win. */
function byName(a: NodeConfig, b: NodeConfig): number {
  const [first, second] = [`${a.name}\0${a.apiVersion.endsWith('/v2')}`, `${b.name}\0${b.apiVersion.endsWith('/v2')}`];
  return first < second ? -1 : 1;
}

function readL2Policy(object: UnknownRecord, problems: InputProblem[]): L2Policy {
  const named = nameObject(object);
  const interfaces = memberAt(object, ['spec', 'interfaces']) ?? [];
  const isList = Array.isArray(interfaces) && interfaces.every((entry) => typeof entry === 'string');
  if (!isList) problems.push(wrongType(`${named.place}: spec.interfaces`, interfaces, 'a list of strings'));
  return {
    ...named,
    interfaces: isList ? interfaces : [],
    selector: readSelector(memberAt(object, ['spec', 'nodeSelector']), `${named.place}: spec.nodeSelector`, problems),
  };
}

function readEgressPolicy(object: UnknownRecord, problems: InputProblem[]): EgressPolicy {
  const named = nameObject(object);
  const several = memberAt(object, ['spec', 'egressGateways']) ?? [];
  if (!Array.isArray(several)) {
    problems.push(wrongType(`${named.place}: spec.egressGateways`, several, 'a list'));
  }
  const gateways = [
    { field: 'spec.egressGateway', gateway: memberAt(object, ['spec', 'egressGateway']) },
    ...(Array.isArray(several) ? several : []).map((gateway: unknown, index) => ({
      field: `spec.egressGateways[${index}]`,
      gateway,
    })),
  ];
  const interfaces = gateways.flatMap(({ field, gateway }) => {
    const name = memberAt(gateway, ['interface']);
    if (name === undefined || name === null) return [];
    if (typeof name === 'string') return [{ field: `${field}.interface`, name }];
    problems.push(wrongType(`${named.place}: ${field}.interface`, name, 'a string'));
    return [];
  });
  return { ...named, interfaces };
}

function readSelector(value: unknown, place: string, problems: InputProblem[]): LabelSelector | undefined {
  if (value === undefined || value === null) return undefined;
  const selector = LabelSelector.parse(value);
  if (selector === undefined) problems.push(wrongType(place, value, 'a label selector'));
  return selector;
}
