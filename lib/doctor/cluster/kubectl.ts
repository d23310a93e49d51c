import type { ContainerName } from './execute.ts';

/** The commands by which a person asks what the doctor asked. They show no value of a Secret. */
export function kubectlGet(
  resource: string,
  wanted: {
    name?: string;
    namespace?: string;
    labelSelector?: string;
    fieldSelector?: string;
    isNamespaced?: boolean;
  },
): string {
  const { name, namespace, labelSelector, fieldSelector, isNamespaced } = wanted;
  const isSecret = ['secret', 'secrets'].includes(resource);
  return line([
    'kubectl',
    ...(namespace === undefined ? [] : ['-n', namespace]),
    isSecret ? 'describe' : 'get',
    resource,
    ...(namespace === undefined && name === undefined && isNamespaced ? ['-A'] : []),
    ...(name === undefined ? [] : [name]),
    ...(labelSelector === undefined ? [] : ['-l', labelSelector]),
    ...(fieldSelector === undefined ? [] : [`--field-selector=${fieldSelector}`]),
    ...(isSecret ? [] : ['-o', 'yaml']),
  ]);
}

export function kubectlLogs({ namespace, pod, container }: ContainerName, lines: number, previous: boolean): string {
  const words = ['kubectl', '-n', namespace, 'logs', pod, '-c', container, `--tail=${lines}`];
  return line(previous ? [...words, '--previous'] : words);
}

export function kubectlExec({ namespace, pod, container }: ContainerName, command: readonly string[]): string {
  return line(['kubectl', '-n', namespace, 'exec', pod, '-c', container, '--', ...command]);
}

/** Words as a shell takes them, quoted where it would take them for something else. */
export function line(words: readonly string[]): string {
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
}
