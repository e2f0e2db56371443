import type { Topic } from '@ledgerdesk/contracts';
import type { TenantId } from '@ledgerdesk/kernel';
import { ProblemError } from '@ledgerdesk/platform';
import type { AwaitedPlace } from '@ledgerdesk/read-models';
import type { OpaqueTexts, Purpose } from './opaque-texts.ts';

/** Another shape of what a token holds is another purpose. */
const PURPOSE: Purpose = ['atLeast', 1];

type Place = readonly [topic: Topic, id: string, cursor: AwaitedPlace['cursor']];

/** The places as one opaque text, to be sent back with a query that wants to see them. */
export const atLeastToken = (texts: OpaqueTexts, places: readonly AwaitedPlace[]): string =>
  texts.textOf(
    PURPOSE,
    places.map(({ topic, id, cursor }) => [topic, id, cursor]),
  );

/** The places behind a token of this tenant. @throws ProblemError MALFORMED_CURSOR */
export function placesOf(texts: OpaqueTexts, token: string, tenant: TenantId): readonly AwaitedPlace[] {
  const places = texts.contentOf(PURPOSE, token);
  if (places === undefined) throw new ProblemError('MALFORMED_CURSOR', 'This is not an atLeast token of your tenant.');
  return (places as readonly Place[]).map(([topic, id, cursor]) => ({ topic, tenant, id, cursor }));
}
