import type { Inquiry } from './cluster/inquiry.ts';
import type { DoctorOptions } from './doctor-options.ts';
import type { ManagementView } from './management-view.ts';
import type { Site } from './site.ts';

/** What a check has to work with. */
export interface Examination {
  readonly site: Site;
  readonly options: DoctorOptions;
  readonly inquiry: Inquiry;

  /** When it is made. */
  readonly now: Date;

  /** NetBird's own view; undefined without a token. */
  readonly management?: ManagementView;

  /** Ends all that is under way. */
  readonly interruption: AbortSignal;
}
