/** Kinds that make pods, and where in them the pod is. */
const POD_AT: Readonly<Record<string, readonly string[]>> = {
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  DaemonSet: ['spec', 'template'],
  Deployment: ['spec', 'template'],
  Job: ['spec', 'template'],
  Pod: [],
  ReplicaSet: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
};

/** Where an object has its pod template; undefined for a kind that makes no pods. */
export function podTemplatePath(kind: string): readonly string[] | undefined {
  return Object.hasOwn(POD_AT, kind) ? POD_AT[kind] : undefined;
}
