import { expect, test } from '@jest/globals';
import { whatSays } from '../../support/judgement.ts';
import type { SiteEditor } from '../../support/site-editor.ts';

function ranges(...loadBalancerSourceRanges: string[]): (site: SiteEditor) => void {
  return (site) => {
    site.get('Service').spec = { type: 'LoadBalancer', selector: {}, ports: [{ port: 80 }], loadBalancerSourceRanges };
  };
}

test.each<[string, string[], string[], string | undefined]>([
  ['every address', ['10.0.0.0/8'], [], 'from every address'],
  ['another range', ['10.0.0.0/8'], ['10.0.0.0/8', '192.168.0.0/16'], 'from 192.168.0.0/16'],
  ['one range instead of every address', [], ['10.0.0.0/8'], undefined],
  ['one range less', ['10.0.0.0/8', '192.168.0.0/16'], ['10.0.0.0/8'], undefined],
])('a load balancer for %s', (_, before, after, opening) => {
  const says = `It can be reached from outside the cluster: ${opening}. Make sure that it shall be.`;
  expect(whatSays('service-opened', ranges(...after), ranges(...before))).toEqual(opening === undefined ? [] : [says]);
});
