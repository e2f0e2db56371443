import type { Lifecycle, StateKind } from './lifecycle.ts';

/** Into which kinds each consequence may lead, by what has an event to say it. */
const ADMITTED: { readonly [Of in keyof Lifecycle['consequences']]: readonly StateKind[] } = {
  assigned: ['open', 'in_progress'],
  requesterReplied: ['open', 'in_progress'],
  agentReplied: ['in_progress', 'pending'],
};

/** What is wrong with a lifecycle, each fault with its place; nothing where it can be used. */
export function lifecycleFaults(lifecycle: Lifecycle): readonly string[] {
  const named = namingFaults(lifecycle);
  // A lifecycle with unknown keys cannot be walked.
  return named.length > 0
    ? named
    : [...kindFaults(lifecycle), ...consequenceFaults(lifecycle), ...wayFaults(lifecycle)];
}

function namingFaults({ states, transitions, initial, reopened, consequences, reopenWindowDays }: Lifecycle): string[] {
  const keys = new Set(states.map(({ key }) => key));
  const known = (place: string, key: string) => (keys.has(key) ? [] : [`${place}: there is no state "${key}"`]);
  return [
    ...(keys.size === states.length ? [] : ['states: a key is used twice']),
    ...states.flatMap(({ key, label }) => (Object.keys(label).length > 0 ? [] : [`states.${key}: has no label`])),
    ...known('initial', initial),
    ...known('reopened', reopened),
    ...transitions.flatMap(({ from, to }, at) => [
      ...known(`transitions.${at}`, from),
      ...known(`transitions.${at}`, to),
    ]),
    ...Object.entries(consequences).flatMap(([of, leads]) =>
      Object.entries(leads).flatMap((pair) => pair.flatMap((key) => known(`consequences.${of}`, key))),
    ),
    ...(reopenWindowDays >= 0 ? [] : ['reopenWindowDays: is negative']),
  ];
}

const kindOf = ({ states }: Lifecycle, key: string) => states.find((state) => state.key === key)?.kind;

function kindFaults(lifecycle: Lifecycle): string[] {
  const initial = kindOf(lifecycle, lifecycle.initial);
  const reopened = kindOf(lifecycle, lifecycle.reopened);
  return [
    ...(initial === 'new' ? [] : [`initial: is of kind ${initial}, not new`]),
    ...(reopened === 'open' || reopened === 'in_progress'
      ? []
      : [`reopened: is of kind ${reopened}, not open or in_progress`]),
  ];
}

function consequenceFaults(lifecycle: Lifecycle): string[] {
  return (Object.keys(ADMITTED) as (keyof typeof ADMITTED)[]).flatMap((of) =>
    Object.entries(lifecycle.consequences[of]).flatMap(([from, to]) => {
      const kind = kindOf(lifecycle, to);
      const led = lifecycle.transitions.some((transition) => transition.from === from && transition.to === to);
      return [
        ...(kind && ADMITTED[of].includes(kind)
          ? []
          : [`consequences.${of}.${from}: may not lead to a state of kind ${kind}`]),
        ...(led ? [] : [`consequences.${of}.${from}: no transition leads to "${to}"`]),
      ];
    }),
  );
}

function wayFaults(lifecycle: Lifecycle): string[] {
  const reached = walk(lifecycle, lifecycle.initial);
  return lifecycle.states.flatMap(({ key }) => [
    ...(reached.has(key) ? [] : [`states.${key}: cannot be reached`]),
    ...([...walk(lifecycle, key)].some((end) => kindOf(lifecycle, end) === 'closed')
      ? []
      : [`states.${key}: no way leads to a closed state`]),
  ]);
}

function walk({ transitions }: Lifecycle, start: string): ReadonlySet<string> {
  const reached = new Set([start]);
  // A set visits what is added while it is walked.
  for (const from of reached)
    for (const transition of transitions) if (transition.from === from) reached.add(transition.to);
  return reached;
}
