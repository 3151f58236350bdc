import type { findFaults, ModelDraft } from './model-draft.ts';

/** What each card of the form gets: the draft, how to change it, and what is wrong with it. */
export type FormPart = {
  draft: ModelDraft;
  set: (change: Partial<ModelDraft>) => void;
  /** Server messages by field path. */
  errors: Record<string, string | undefined>;
  /** Null until sending was tried. */
  faults: ReturnType<typeof findFaults> | null;
};
