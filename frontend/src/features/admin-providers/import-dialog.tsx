import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../components/form-dialog.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { useToast } from '../../components/toast.tsx';
import { paths } from '../../paths.ts';
import { type ImportDraft, type ImportRules, isImportDraftValid, toImportDraft } from './import-drafts.ts';
import { ImportFields } from './import-fields.tsx';
import { ImportRulesFields } from './import-rules-fields.tsx';
import type { Discovered, Provider } from './queries.ts';
import { useImport } from './use-import.ts';

type Props = { provider: Provider; models: Discovered[]; onClose: () => void };

const usualRules: ImportRules = { visibility: 'listed', class: null, autoApprove: true };

/** Names and prices of the chosen models, then all of them into the catalogue. */
export function ImportDialog({ provider, models, onClose }: Props) {
  const { t } = useTranslation('admin-providers');
  const toast = useToast();
  const [drafts, setDrafts] = useState(() => models.map(toImportDraft));
  const [rules, setRules] = useState(usualRules);
  const { run, outcomes, isPending } = useImport(provider.id);
  const replace = (changed: ImportDraft) =>
    setDrafts(drafts.map((draft) => (draft.found === changed.found ? changed : draft)));
  const waiting = drafts.filter(({ found }) => outcomes[found.upstreamModel] !== 'done');
  const submit = async () => {
    // What failed is said at each model, and the dialog stays.
    if (!(await run(drafts, rules))) return;
    toast.success(
      t('import.done', { count: drafts.length }),
      <LinkButton variant="link" isInline to={paths.adminModelsOf(provider.id)}>
        {t('import.show')}
      </LinkButton>,
    );
    onClose();
  };
  return (
    <FormDialog
      id="import-models"
      variant="large"
      title={t('import.title', { name: provider.name })}
      description={t('import.body')}
      submitLabel={t('import.action', { count: waiting.length })}
      mutation={{ isPending, error: null }}
      isDisabled={!drafts.every(isImportDraftValid)}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <ImportRulesFields rules={rules} onChange={setRules} />
      {drafts.map((draft, index) => (
        <ImportFields
          key={draft.found.upstreamModel}
          id={`import-${index}`}
          draft={draft}
          outcome={outcomes[draft.found.upstreamModel]}
          onChange={replace}
        />
      ))}
    </FormDialog>
  );
}
