import type { k8s } from 'cdk8s-plus-28';
import type { NetbirdVersion } from './netbird-version.ts';

export interface HealthProbes {
  readonly startup: k8s.Probe;
  readonly liveness: k8s.Probe;
  readonly readiness: k8s.Probe;
}

/** `netbird status` dials a daemon that is down for 10 s, so a probe must wait longer to see it fail. */
const TIMEOUT_SECONDS = 15;

/**
 * Probes that can fail, and that never restart a healthy peer.
 *
 * - Startup and liveness: the daemon answers and is logged in. Management being away is no reason to restart: the
 *   tunnel outlives it. Only a restart gets a peer out of NeedsLogin, provided that the setup key is still valid.
 * - Readiness: connected to management. It never asks for routes: whoever creates the route waits for this pod.
 *
 * Before 0.67.0 `netbird status` exits 0 in NeedsLogin, and `--check` does not exist, so the text decides. From 0.67.0
 * on, `--check ready` is the same question; `--check live` passes in NeedsLogin, and `--check startup` needs a relay.
 */
export function healthProbes(version: NetbirdVersion): HealthProbes {
  const loggedIn = version.isAtLeast('0.67.0') ? ['netbird', 'status', '--check', 'ready'] : shell(LOGGED_IN);
  return {
    // 18 × 10 s: registration alone may take 60 s, and it must be allowed to fail once.
    startup: { exec: { command: loggedIn }, periodSeconds: 10, timeoutSeconds: TIMEOUT_SECONDS, failureThreshold: 18 },
    liveness: { exec: { command: loggedIn }, periodSeconds: 30, timeoutSeconds: TIMEOUT_SECONDS, failureThreshold: 3 },
    readiness: {
      exec: { command: shell(CONNECTED_TO_MANAGEMENT) },
      periodSeconds: 10,
      timeoutSeconds: TIMEOUT_SECONDS,
      failureThreshold: 3,
    },
  };
}

// Both print the status when they fail: kubelet shows it in the event.
const LOGGED_IN = `status=$(netbird status) || exit 1
case "$status" in
*NeedsLogin*|*LoginFailed*|*SessionExpired*) echo "$status"; exit 1;;
esac
`;

const CONNECTED_TO_MANAGEMENT = `status=$(netbird status) || exit 1
echo "$status" | grep -q '^Management: Connected' || { echo "$status"; exit 1; }
`;

function shell(script: string): string[] {
  return ['/bin/sh', '-c', script];
}
