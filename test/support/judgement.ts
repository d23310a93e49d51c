import { type ReviewFinding, reviewSite } from '../../lib/review/review-site.ts';
import { asItIs, type SiteEditor, sides } from './site-editor.ts';

/** What a rule says about a change: consequence, remedy and command of each of its findings. */
export function whatSays(
  rule: string,
  edit: (site: SiteEditor) => void,
  given: (site: SiteEditor) => void = asItIs,
): readonly string[] {
  return findingsOf(edit, given)
    .filter((finding) => finding.rule === rule)
    .map(({ consequence, remedy, command }) => [consequence, remedy, command].filter(Boolean).join(' '));
}

/** The findings of a change, of a site that was something else before. */
export function findingsOf(
  edit: (site: SiteEditor) => void,
  given: (site: SiteEditor) => void = asItIs,
): readonly ReviewFinding[] {
  const { before, after } = sides(given, (site) => {
    given(site);
    edit(site);
  });
  return reviewSite(before, after).findings;
}
