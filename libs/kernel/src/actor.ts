/**
 * Who did it. `onBehalfOf` is the person acted for, or of a reaction the actor whose event caused it; `via` the way in
 * (`graphql`, `form`, `api`, `reaction`).
 */
export interface Actor {
  readonly kind: 'person' | 'rule' | 'service' | 'integration' | 'anonymous';
  readonly id: string;
  readonly onBehalfOf?: string;
  readonly via: string;
}
