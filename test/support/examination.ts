import { join } from 'node:path';
import type { z } from 'zod';
import { type Answer, answered, unanswered } from '../../lib/doctor/cluster/answer.ts';
import type { Execution } from '../../lib/doctor/cluster/execute.ts';
import type { Inquiry } from '../../lib/doctor/cluster/inquiry.ts';
import { type DoctorOptions, parseOptions } from '../../lib/doctor/doctor-options.ts';
import type { Examination } from '../../lib/doctor/examination.ts';
import type { ManagementView } from '../../lib/doctor/management-view.ts';
import { readSite } from '../../lib/doctor/read-site.ts';
import type { Site } from '../../lib/doctor/site.ts';
import { root } from './repository.ts';

export const options: DoctorOptions = parseOptions(['--host', 'grafana.madhan.app', '--expect', '302']);

/** The site of dist/. */
export const site: Site = (() => {
  const found = readSite(join(root, 'dist'), options);
  if (typeof found === 'string') throw new Error(found);
  return found;
})();

/** What a judgement gets besides the evidence. */
export const known = { site, options, now: new Date('2031-05-04T12:00:00Z') };

export function ran(stdout: string, exitCode = 0, stderr = ''): Answer<Execution> {
  return answered({ stdout, stderr, exitCode });
}

export const notRunning = unanswered('not-running', 'The container does not run.');
export const forbidden = unanswered('forbidden', 'The permission is missing: get pods in namespace netbird.');

/** An examination in which every question has the same kind of answer: JSON for objects and lists, text for the rest. */
export function answering(json: unknown, text: string, management?: ManagementView): Examination {
  const shaped = <T>(shape: z.ZodType<T>) => {
    const parsed = shape.safeParse(json);
    return parsed.success ? answered(parsed.data) : unanswered('unintelligible', 'It was not understood.');
  };
  return examination(
    {
      asked: [],
      note: () => {},
      serves: async () => answered(true),
      get: async (_, shape) => shaped(shape),
      list: async (_, shape) => {
        const one = shaped(shape);
        return one.ok ? answered([one.value]) : one;
      },
      log: async () => answered(text),
      exec: async () => ran(text),
    },
    management,
  );
}

/** An examination in which no question has an answer. */
export function failing(failure: ReturnType<typeof unanswered>): Examination {
  const fail = async () => failure;
  return examination({ asked: [], note: () => {}, serves: fail, get: fail, list: fail, log: fail, exec: fail });
}

type Asking = Pick<Inquiry, 'asked' | 'note' | 'serves' | 'get' | 'list' | 'log' | 'exec'>;

function examination(inquiry: Asking, management?: ManagementView): Examination {
  return {
    ...known,
    inquiry: inquiry as Inquiry,
    interruption: new AbortController().signal,
    ...(management !== undefined && { management }),
  };
}
