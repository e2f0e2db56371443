/** The kinds of state are fixed; a tenant's lifecycle names its own states, each of one kind. */
export const stateKinds = ['new', 'open', 'in_progress', 'pending', 'on_hold', 'resolved', 'closed'] as const;
export type StateKind = (typeof stateKinds)[number];

/** A state as events carry it: the tenant's key, its kind, and the version of the lifecycle that knew it. */
export interface StateOf<Kind extends StateKind> {
  readonly key: string;
  readonly kind: Kind;
  readonly lifecycleVersion: number;
}
export type State = StateOf<StateKind>;

export interface LifecycleState {
  readonly key: string;
  readonly kind: StateKind;
  /** By language tag. */
  readonly label: Readonly<Record<string, string>>;
}

/** Into which state, by the key of the state before, something leads beside what it is. */
export type Consequence = Readonly<Record<string, string>>;

/** What tickets of a tenant can go through: data, checked by `lifecycleFaults` before it is used. */
export interface Lifecycle {
  readonly version: number;
  readonly states: readonly LifecycleState[];
  readonly transitions: readonly { readonly from: string; readonly to: string }[];
  readonly initial: string;
  /** Where a reopened ticket goes on. */
  readonly reopened: string;
  readonly reopenWindowDays: number;
  readonly consequences: {
    readonly assigned: Consequence;
    readonly requesterReplied: Consequence;
    readonly agentReplied: Consequence;
  };
}

/**
 * The state of this lifecycle in which a ticket stands. One whose state a newer version no longer knows stands in the
 * first state of the same kind.
 */
function standing({ states }: Lifecycle, { key, kind }: State): string | undefined {
  return (states.find((state) => state.key === key) ?? states.find((state) => state.kind === kind))?.key;
}

const stateOf = <Kind extends StateKind>(
  lifecycle: Lifecycle,
  key: string | undefined,
  kinds: readonly Kind[],
): StateOf<Kind> | undefined => {
  const kind = lifecycle.states.find((state) => state.key === key)?.kind;
  const admitted = kinds.find((candidate) => candidate === kind);
  if (key === undefined || admitted === undefined) return undefined;
  return { key, kind: admitted, lifecycleVersion: lifecycle.version };
};

/** The state in which a ticket begins. */
export function initialState(lifecycle: Lifecycle): StateOf<'new'> {
  const state = stateOf(lifecycle, lifecycle.initial, ['new']);
  if (!state) throw new Error(`Lifecycle ${lifecycle.version} has no initial state of kind new`);
  return state;
}

/** The first state of one of these kinds to which a transition leads from where the ticket stands. */
export function reachable<Kind extends StateKind>(
  lifecycle: Lifecycle,
  from: State,
  kinds: readonly Kind[],
  only?: string,
): StateOf<Kind> | undefined {
  const at = standing(lifecycle, from);
  return lifecycle.transitions
    .filter((transition) => transition.from === at && (only === undefined || transition.to === only))
    .map((transition) => stateOf(lifecycle, transition.to, kinds))
    .find((state) => state !== undefined);
}

/** The state to which something leads beside what it is, if it leads anywhere from here. */
export function consequence<Kind extends StateKind>(
  lifecycle: Lifecycle,
  of: keyof Lifecycle['consequences'],
  from: State,
  kinds: readonly Kind[],
): StateOf<Kind> | undefined {
  const at = standing(lifecycle, from);
  return at === undefined ? undefined : stateOf(lifecycle, lifecycle.consequences[of][at], kinds);
}
