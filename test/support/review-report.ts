import { type Acknowledgement, acknowledge } from '../../lib/review/acknowledgements.ts';
import type { Report } from '../../lib/review/report/report.ts';
import { reviewSite } from '../../lib/review/review-site.ts';
import type { SiteObject } from '../../lib/review/site-object.ts';
import { asItIs, type SiteEditor, sides } from './site-editor.ts';

/** The report on a change of this repository's output. */
export function reportOn(
  after: (site: SiteEditor) => void,
  before: (site: SiteEditor) => void = asItIs,
  lines: readonly Acknowledgement[] = [],
): Report {
  const { before: old, after: made } = sides(before, after);
  return reportOf(old, made, lines);
}

export function reportOf(
  before: readonly SiteObject[],
  after: readonly SiteObject[],
  lines: readonly Acknowledgement[] = [],
): Report {
  const review = reviewSite(before, after);
  return {
    base: '3f2a91c, the merge base with main',
    notes: [],
    review,
    acknowledged: acknowledge(review.findings, lines, '2031-05-04'),
    failOn: ['identity', 'sync-fails'],
    hidesSecrets: false,
  };
}

/** A change of many kinds. */
export function manyChanges(site: SiteEditor): void {
  site.get('StatefulSet').spec.volumeClaimTemplates[0].spec.resources.requests.storage = '200Mi';
  site.client.image = 'netbirdio/netbird:0.66.3';
  site.variable('NB_MANAGEMENT_URL').value = 'https://other.example.org';
  site.get('ValidatingAdmissionPolicyBinding', 'netbird-device-guard-config-map').spec.validationActions = ['Warn'];
  site.get('CiliumNodeConfig').spec.defaults.devices = 'eth0 eth1';
  site.get('Application', 'netbird').spec.source.targetRevision = 'release';
  site.get('Service').metadata.labels.team = 'platform';
  site.remove('ServiceAccount');
}

/** As many peers, each in a namespace of its own. */
export function fleet(peers: number): (site: SiteEditor) => void {
  return (site) => {
    const template = JSON.stringify(site.remove('StatefulSet'));
    for (let peer = 0; peer < peers; peer += 1) {
      const object = JSON.parse(template);
      object.metadata.namespace = `peer-${peer}`;
      site.add(object, `peer-${peer}`);
    }
  };
}
