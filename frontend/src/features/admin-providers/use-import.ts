import { useState } from 'react';
import { type ImportDraft, type ImportRules, toNewModel } from './import-drafts.ts';
import { useImportModel } from './queries.ts';

/** What became of one model of an import. */
export type ImportOutcome = { error: unknown } | 'done';

/** Adds models one after another and remembers what became of each, so that a second try sends the failed ones only. */
export function useImport(providerId: string) {
  const importModel = useImportModel(providerId);
  const [outcomes, setOutcomes] = useState<Record<string, ImportOutcome>>({});
  const [isPending, setIsPending] = useState(false);

  /** Gives whether all of them are in the catalogue now. */
  async function run(drafts: ImportDraft[], rules: ImportRules) {
    setIsPending(true);
    const next = { ...outcomes };
    for (const draft of drafts) {
      const key = draft.found.upstreamModel;
      if (next[key] === 'done') continue;
      next[key] = await importModel.mutateAsync(toNewModel(providerId, draft, rules)).then(
        () => 'done' as const,
        (error: unknown) => ({ error }),
      );
      setOutcomes({ ...next });
    }
    setIsPending(false);
    return drafts.every(({ found }) => next[found.upstreamModel] === 'done');
  }

  return { run, outcomes, isPending };
}
