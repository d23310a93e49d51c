import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { CiliumVersion } from '../cilium-version.ts';
import { type AdmissionAction, admissionPolicy, isNamed } from './admission-policy.ts';
import { DeviceFilterExpressions, quote } from './device-filter-expressions.ts';
import { type DeviceRules, deviceValidations, deviceVariables, type ValuesOf } from './device-validations.ts';

/** Where Cilium is, and what its objects are called. */
export interface CiliumObjects {
  readonly namespace: string;
  readonly configMap: string;
  readonly daemonSet: string;
}

export interface DevicePoliciesProps {
  /** The beginning of the names of all policies. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly action: AdmissionAction;
  readonly interfaceName: string;
  readonly wanted: string;
  readonly version: CiliumVersion | undefined;
  readonly cilium: CiliumObjects;

  /** Whether a CiliumNodeConfig pins the devices, so that the ConfigMap need not. */
  readonly pinnedByNodeConfig: boolean;

  /** Whether the agents also read labels and annotations of their nodes. */
  readonly readsNodes: boolean;
}

/** Policies for every door through which a value for `devices` can come into a cluster. */
export function devicePolicies(scope: Construct, props: DevicePoliciesProps): ApiObject[] {
  const { name, labels, action, cilium } = props;
  const configMap = rules(props, configMapValues(props.pinnedByNodeConfig), props.pinnedByNodeConfig);
  const configMaps = {
    labels,
    apiGroup: '',
    apiVersions: ['v1'],
    resources: ['configmaps'],
    namespace: cilium.namespace,
    matchConditions: isNamed(cilium.configMap),
    variables: deviceVariables(configMap),
  };
  const nodeConfig = rules(props, nodeConfigValues, false);
  const daemonSet = rules(props, daemonSetValues, false);
  const node = rules(props, nodeValues, false);
  return [
    ...admissionPolicy(scope, 'config-map', {
      ...configMaps,
      prefix: name,
      action,
      validations: deviceValidations(configMap, 'changes'),
    }),
    // A Helm upgrade of a cluster that is unsafe already passes, but not without a word.
    ...admissionPolicy(scope, 'config-map-left-alone', {
      ...configMaps,
      prefix: name,
      action: 'Warn',
      validations: deviceValidations(configMap, 'what is left alone'),
    }),
    ...admissionPolicy(scope, 'node-config', {
      prefix: name,
      labels,
      action,
      apiGroup: 'cilium.io',
      apiVersions: ['v2', 'v2alpha1'],
      resources: ['ciliumnodeconfigs'],
      namespace: cilium.namespace,
      variables: deviceVariables(nodeConfig),
      validations: deviceValidations(nodeConfig, 'changes'),
    }),
    ...admissionPolicy(scope, 'daemon-set', {
      prefix: name,
      labels,
      action,
      apiGroup: 'apps',
      apiVersions: ['v1'],
      resources: ['daemonsets'],
      namespace: cilium.namespace,
      matchConditions: isNamed(cilium.daemonSet),
      variables: {
        words: agentWords('object'),
        oldWords: `oldObject == null ? [] : ${agentWords('oldObject')}`,
        ...deviceVariables(daemonSet),
      },
      validations: deviceValidations(daemonSet, 'changes'),
    }),
    ...(props.readsNodes
      ? admissionPolicy(scope, 'node', {
          prefix: name,
          labels,
          action,
          apiGroup: '',
          apiVersions: ['v1'],
          // What is written with the status may bring labels and annotations along.
          resources: ['nodes', 'nodes/status'],
          variables: deviceVariables(node),
          validations: deviceValidations(node, 'changes'),
        })
      : []),
  ];
}

function rules(props: DevicePoliciesProps, valuesOf: ValuesOf, allowEmpty: boolean): DeviceRules {
  const { interfaceName, wanted, version } = props;
  return { filter: new DeviceFilterExpressions(interfaceName, version), valuesOf, interfaceName, wanted, allowEmpty };
}

/** A ConfigMap that does not mention devices leaves them to auto-detection. */
function configMapValues(pinnedByNodeConfig: boolean): ValuesOf {
  return (key, root) => {
    const otherwise = key === 'devices' && !pinnedByNodeConfig ? "['']" : '[]';
    return `(has(${root}.data) && ${quote(key)} in ${root}.data ? [${root}.data[${quote(key)}]] : ${otherwise})`;
  };
}

/** A CiliumNodeConfig replaces the keys that it names, and no others. */
const nodeConfigValues: ValuesOf = (key, root) => {
  const defaults = `${root}.spec.defaults`;
  return `(has(${root}.spec) && has(${defaults}) && ${quote(key)} in ${defaults} ? [${defaults}[${quote(key)}]] : [])`;
};

/** With the configuration source `node`, the agent reads labels and annotations `config.cilium.io/<key>` of its node. */
const nodeValues: ValuesOf = (key, root) => {
  const name = quote(`config.cilium.io/${key}`);
  const valueIn = (map: string): string => `(has(${map}) && ${name} in ${map} ? [${map}[${name}]] : [])`;
  return `(${valueIn(`${root}.metadata.labels`)} + ${valueIn(`${root}.metadata.annotations`)})`;
};

/** Arguments and environment of the agent come before the ConfigMap. */
const daemonSetValues: ValuesOf = (key, root) => {
  const words = root === 'object' ? 'variables.words' : 'variables.oldWords';
  const behind = (start: string): string =>
    `${words}.filter(word, word.startsWith(${quote(start)})).map(word, word.substring(${start.length}))`;
  const bare = key === 'force-device-detection' ? ` + (${quote(`--${key}`)} in ${words} ? ['true'] : [])` : '';
  const variable = `CILIUM_${key.toUpperCase().replaceAll('-', '_')}=`;
  return `(${behind(`--${key}=`)} + ${behind(variable)}${bare})`;
};

/**
 * What the agent in a DaemonSet is started with, one list of strings: `--devices=eth0` for an argument, in one
 * word or in two, and `CILIUM_DEVICES=eth0` for a variable; an empty variable is none to the agent. CEL can flatten lists
 * only by joining and splitting them.
 */
function agentWords(root: 'object' | 'oldObject'): string {
  const separator = quote('\u0001');
  const optional = (list: string): string => `(has(${list}) ? ${list} : [])`;
  const commandLine = `(${optional('container.command')} + ${optional('container.args')}).map(word, ${separator} + word).join('')`;
  const environment = `${optional('container.env')}.filter(variable, has(variable.value) && variable.value != '').map(variable, ${separator} + variable.name + '=' + variable.value).join('')`;
  const joined = `${root}.spec.template.spec.containers.filter(container, container.name == 'cilium-agent').map(container, ${commandLine} + ${environment}).join('')`;
  const oneWord = (['devices', 'direct-routing-device'] as const).reduce(
    (text, key) => `${text}.replace(${quote(`\u0001--${key}\u0001`)}, ${quote(`\u0001--${key}=`)})`,
    joined,
  );
  return `${oneWord}.split(${separator})`;
}
