import type { View } from '../port/view.ts';

/** Names the consumer of a view's version, among all of the installation. */
export const consumerName = (service: string, { name, version }: Pick<View, 'name' | 'version'>): string =>
  `${service}.${name}.v${version}`;
