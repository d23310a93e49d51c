import { listAt, textAt } from '../output/record.ts';

/** Whether a container is NetBird's client: by its image, or by the variables that it is given. */
export function isClientContainer(container: unknown): boolean {
  return (
    /(^|\/)netbird([:@]|$)/.test(textAt(container, 'image') ?? '') ||
    listAt(container, 'env').some((variable) => VARIABLE.test(textAt(variable, 'name') ?? ''))
  );
}

/** The client reads `WT_…` as the old name of `NB_…`. */
const VARIABLE = /^(NB|WT)_(MANAGEMENT_URL|SETUP_KEY(_FILE)?)$/;
