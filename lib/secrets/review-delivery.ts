import { oneOf } from '../refusal/one-of.ts';
import type { DeliveryForm, SourceReview } from './secret-source.ts';

/**
 * Refuses a way of delivery that there is not, or that is no choice.
 *
 * @param only the one that there is, where it is not for the site to choose
 */
export function reviewDelivery(
  delivery: unknown,
  only: DeliveryForm | undefined,
  { field, kind, review }: SourceReview,
): void {
  if (only === undefined) {
    review.parseOptional(`${field}.delivery`, delivery, oneOf('environment', 'file'));
  } else if (delivery !== undefined) {
    review.refuse(`${field}.delivery`, {
      value: delivery,
      reason: `It is no choice here: ${kind.name} is always delivered as a ${only}.`,
      remedy: 'Take it out.',
    });
  }
}
