import { textAt } from '../output/record.ts';
import type { SiteObject } from './site-object.ts';

/** By this an object asks Argo CD to treat it otherwise than the rest of its Application. */
export const SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';

/** What an object asks for itself: `['Prune=confirm', 'Delete=confirm']`. */
export function syncOptionsOf({ content }: SiteObject): readonly string[] {
  return (textAt(content, 'metadata', 'annotations', SYNC_OPTIONS) ?? '').split(',').map((option) => option.trim());
}
