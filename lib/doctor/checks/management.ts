import { type Check, judged, unanswerable } from '../check.ts';
import type { Answer } from '../cluster/answer.ts';
import type { Execution } from '../cluster/execute.ts';
import { clientContainer } from '../placement.ts';
import { readHttpOutcome } from '../readings/http-status.ts';

/** Whether the pod reaches the management server. */
export const management: Check<Answer<Execution>> = {
  name: 'management',
  title: 'Management server, from the pod',

  gather({ site, inquiry }) {
    const command = ['wget', '-S', '-O', '/dev/null', '-T', '5', `${site.peer.managementUrl}/api/peers`];
    return inquiry.exec(clientContainer(site), command);
  },

  judge(run, { site }) {
    if (!run.ok) return unanswerable('management', 'Whether the pod reaches the management server', run.failure);
    const { managementUrl } = site.peer;
    const outcome = readHttpOutcome(`${run.value.stdout}\n${run.value.stderr}`);
    const common = { severity: 'problem', link: 'docs/doctor.md#management' } as const;
    if ('status' in outcome) {
      const evidence = [`${managementUrl}/api/peers answers ${outcome.status}`];
      // Without a token it refuses, which only the management server does in this way.
      if (outcome.status === 401) return judged(evidence);
      return judged(evidence, {
        ...common,
        what: `the management server answers ${outcome.status}`,
        cause:
          outcome.status >= 500
            ? 'What stands in front of it is there, and it is not. The client cannot log in while that lasts.'
            : `It answers 401 to a request without a token; ${outcome.status} comes from something else under this address.`,
        fix:
          outcome.status >= 500
            ? 'See that the management server runs, and what its reverse proxy says.'
            : 'Compare managementUrl in main.ts with the address of the server, and look at its reverse proxy.',
      });
    }
    const host = hostOf(managementUrl);
    const said = `wget says: ${outcome.text || 'nothing'}.`;
    switch (outcome.error) {
      case 'name':
        return judged([said], {
          ...common,
          what: `the pod cannot resolve ${host}`,
          cause: `${said} The pod asks the DNS of the cluster first (ClusterFirstWithHostNet).`,
          fix: 'See that CoreDNS runs and resolves outside names, and that the node itself can.',
        });
      case 'certificate':
        return judged([said], {
          ...common,
          what: `the certificate of ${host} is not accepted`,
          cause: `${said} It expired, is of another name, or the clock of the node is wrong.`,
          fix: "Renew the certificate, and compare the node's clock.",
        });
      case 'refused':
      case 'timeout':
        return judged([said], {
          ...common,
          what: `${host} cannot be reached from the pod`,
          cause: said,
          fix: 'See that the server runs, and that no firewall or route stands between it and the node.',
        });
      default:
        return unanswerable('management', 'Whether the pod reaches the management server', {
          kind: 'unintelligible',
          message: said,
        });
    }
  },
};

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? url;
}
