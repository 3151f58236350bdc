import {
  isPriceDraftValid,
  type PriceDraft,
  toPriceDraft,
  toPricesBody,
} from '../../components/price-draft.ts';
import type { AdminModel, NewModel } from './queries.ts';

/** One route as it is being typed; `key` only tells the lines apart. */
export type RouteDraft = {
  key: string;
  providerId: string;
  upstreamModel: string;
  order: string;
  weight: string;
};

/** A model as it is being typed. */
export type ModelDraft = {
  name: string;
  displayName: string;
  description: string;
  class: AdminModel['class'];
  capabilities: string[];
  contextLength: string;
  maxOutputTokens: string;
  visibility: AdminModel['visibility'];
  autoApprove: boolean;
  enabled: boolean;
  prices: PriceDraft;
  routes: RouteDraft[];
  /** Empty: none. */
  fallbackModelId: string;
};

let lastKey = 0;

/** An empty line of the routes editor, tried after those of the orders before. */
export function newRoute(order: number): RouteDraft {
  lastKey += 1;
  return { key: `route-${lastKey}`, providerId: '', upstreamModel: '', order: String(order), weight: '1' };
}

/** The draft of a stored model, or of a new one with one empty route. */
export function toModelDraft(model: AdminModel | null): ModelDraft {
  return {
    name: model?.name ?? '',
    displayName: model?.displayName ?? '',
    description: model?.description ?? '',
    class: model?.class ?? null,
    capabilities: model?.capabilities ?? ['chat'],
    contextLength: model?.contextLength?.toString() ?? '',
    maxOutputTokens: model?.maxOutputTokens?.toString() ?? '',
    visibility: model?.visibility ?? 'listed',
    autoApprove: model?.autoApprove ?? true,
    enabled: model?.enabled ?? true,
    prices: toPriceDraft(model?.prices ?? null),
    routes: model?.routes.map((route) => ({
      key: route.id,
      providerId: route.providerId,
      upstreamModel: route.upstreamModel,
      order: String(route.order),
      weight: String(route.weight),
    })) ?? [newRoute(0)],
    fallbackModelId: model?.fallbackModelId ?? '',
  };
}

const name = /^(?!mdl_)[A-Za-z0-9][A-Za-z0-9._:/@+-]*$/;
const isCount = (typed: string, least: number, most: number) =>
  /^\d{1,10}$/.test(typed.trim()) && Number(typed) >= least && Number(typed) <= most;
const isTokenLimit = (typed: string) => typed.trim() === '' || isCount(typed, 1, 2_147_483_647);

export const findRouteFaults = (route: RouteDraft) => ({
  providerId: route.providerId === '',
  upstreamModel: route.upstreamModel.trim() === '',
  order: !isCount(route.order, 0, 1000),
  weight: !isCount(route.weight, 1, 1000),
});

/** What is missing or wrong before the draft can be sent, by field. */
export function findFaults(draft: ModelDraft) {
  return {
    name: !name.test(draft.name.trim()),
    contextLength: !isTokenLimit(draft.contextLength),
    maxOutputTokens: !isTokenLimit(draft.maxOutputTokens),
    prices: !isPriceDraftValid(draft.prices),
    routes: draft.routes.some((route) => Object.values(findRouteFaults(route)).some(Boolean)),
  };
}

const tokenLimit = (typed: string) => (typed.trim() === '' ? null : Number(typed));

/** The model as the API takes it, for a new one and for a change alike. */
export function toModelBody(draft: ModelDraft): NewModel {
  return {
    name: draft.name.trim(),
    displayName: draft.displayName.trim() || draft.name.trim(),
    description: draft.description.trim() || null,
    class: draft.class,
    capabilities: draft.capabilities,
    contextLength: tokenLimit(draft.contextLength),
    maxOutputTokens: tokenLimit(draft.maxOutputTokens),
    visibility: draft.visibility,
    autoApprove: draft.autoApprove,
    enabled: draft.enabled,
    prices: toPricesBody(draft.prices),
    routes: draft.routes.map(({ providerId, upstreamModel, order, weight }) => ({
      providerId,
      upstreamModel: upstreamModel.trim(),
      order: Number(order),
      weight: Number(weight),
    })),
    fallbackModelId: draft.fallbackModelId || null,
  };
}

/** True when saving would take access away: active subscriptions have to be approved again. */
export const becomesRestricted = (draft: ModelDraft, stored: AdminModel | null) =>
  stored !== null && stored.visibility !== 'restricted' && draft.visibility === 'restricted';
