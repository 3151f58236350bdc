import {
  isPriceDraftValid,
  type PriceDraft,
  toPriceDraft,
  toPricesBody,
} from '../../components/price-draft.ts';
import type { Discovered, NewModel } from './queries.ts';

/** One model on its way into the catalogue: what the provider proposed, and what was made of it. */
export type ImportDraft = { found: Discovered; name: string; capabilities: string[]; prices: PriceDraft };

/** What holds for all models of one import. */
export type ImportRules = {
  visibility: NonNullable<NewModel['visibility']>;
  class: NewModel['class'];
  autoApprove: boolean;
};

export const toImportDraft = (found: Discovered): ImportDraft => ({
  found,
  name: found.name,
  capabilities: found.capabilities,
  prices: toPriceDraft(found.prices),
});

export const isImportDraftValid = ({ name, prices }: ImportDraft) =>
  name.trim() !== '' && isPriceDraftValid(prices);

/** The catalogue model as the API takes it; what the provider does not say stays absent. */
export function toNewModel(
  providerId: string,
  { found, name, capabilities, prices }: ImportDraft,
  rules: ImportRules,
): NewModel {
  return {
    name: name.trim(),
    ...(found.displayName && { displayName: found.displayName }),
    description: found.description,
    ...rules,
    contextLength: found.contextLength,
    maxOutputTokens: found.maxOutputTokens,
    capabilities,
    prices: toPricesBody(prices),
    routes: [{ providerId, upstreamModel: found.upstreamModel }],
  };
}
