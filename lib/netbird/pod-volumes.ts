/** The volumes of the pod besides the claim. */
export const PodVolume = {
  SetupKey: 'setup-key',
  /** The node's `/lib/modules`. */
  KernelModules: 'kernel-modules',
  /** The socket of the daemon, and the lock of iptables. */
  Run: 'run',
  Temporary: 'tmp',
} as const;
