import type { Check } from './check.ts';
import { explicitName } from './explicit-name.ts';
import { explicitNamespace } from './explicit-namespace.ts';
import { identityOnVolume } from './identity-on-volume.ts';
import { noSecretContent } from './no-secret-content.ts';
import { notEmpty } from './not-empty.ts';
import { uniqueObjects } from './unique-objects.ts';

/** Every rule that a site is held to before anything is written. */
export const checks: readonly Check[] = [
  notEmpty,
  explicitName,
  explicitNamespace,
  uniqueObjects,
  noSecretContent,
  identityOnVolume,
];
