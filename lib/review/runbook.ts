/** The runbooks that a finding may point to. */
export const Runbook = {
  FirstInstallation: 'docs/runbooks/first-installation.md',
  Upgrade: 'docs/runbooks/upgrade.md',
  MoveNode: 'docs/runbooks/move-node.md',
  RotateSetupKey: 'docs/runbooks/rotate-setup-key.md',
  Adopt: 'docs/runbooks/adopt.md',
  ImmutableField: 'docs/runbooks/immutable-field.md',
  IdentityBackup: 'docs/runbooks/identity-backup.md',
  Remove: 'docs/runbooks/remove.md',
} as const;

export type Runbook = (typeof Runbook)[keyof typeof Runbook];
