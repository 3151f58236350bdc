import type { AdminModel } from './queries.ts';

export type ModelFilter = Record<'search' | 'visibility' | 'provider' | 'state', string | undefined>;

/** What the state filter offers besides the visibilities. */
export const states = ['enabled', 'disabled', 'unpriced'] as const;

const inState: Record<(typeof states)[number], (model: AdminModel) => boolean> = {
  enabled: ({ enabled }) => enabled,
  disabled: ({ enabled }) => !enabled,
  unpriced: ({ prices }) => prices === null,
};

/** The models that fit all filters in force; the search looks at names and upstream names. */
export function filterModels(models: AdminModel[], filter: ModelFilter): AdminModel[] {
  const search = filter.search?.toLocaleLowerCase();
  const state = states.find((known) => known === filter.state);
  return models.filter((model) => {
    const names = [model.name, model.displayName, ...model.routes.map(({ upstreamModel }) => upstreamModel)];
    return (
      (!search || names.some((name) => name.toLocaleLowerCase().includes(search))) &&
      (!filter.visibility || model.visibility === filter.visibility) &&
      (!filter.provider || model.routes.some(({ providerId }) => providerId === filter.provider)) &&
      (!state || inState[state](model))
    );
  });
}
