import { Grid, GridItem, TextInput } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { FormError } from '../../components/form-error.tsx';
import { FormField } from '../../components/form-field.tsx';
import { PriceFields } from '../../components/price-fields.tsx';
import { TextAreaField } from '../../components/text-area-field.tsx';
import type { CorrectionDraft, findFaults } from './correction-draft.ts';

type Props = {
  draft: CorrectionDraft;
  faults: ReturnType<typeof findFaults> | null;
  /** What the server says, field by field. */
  errors: Record<string, string | undefined>;
  timeZone: string;
  onChange: (draft: CorrectionDraft) => void;
};

/** From when to when, what calls should have cost, and why. */
export function CorrectionFields({ draft, faults, errors, timeZone, onChange }: Props) {
  const { t } = useTranslation('corrections');
  const change = (part: Partial<CorrectionDraft>) => onChange({ ...draft, ...part });
  const time = (name: 'from' | 'to', label: string, help: string, error: string | undefined) => (
    <GridItem md={6}>
      <FormField id={`correct-${name}`} label={label} help={help} error={error} isRequired={name === 'from'}>
        {(field) => (
          <TextInput
            {...field}
            type="datetime-local"
            value={draft[name]}
            onChange={(_, value) => change({ [name]: value })}
          />
        )}
      </FormField>
    </GridItem>
  );
  return (
    <Grid hasGutter>
      {time(
        'from',
        t('form.from'),
        t('form.fromHelp', { timeZone }),
        faults?.fromKey ? t(faults.fromKey) : errors.from,
      )}
      {time('to', t('form.to'), t('form.toHelp', { timeZone }), faults?.toKey ? t(faults.toKey) : errors.to)}
      <GridItem span={12}>
        <PriceFields
          id="correct-prices"
          draft={draft.prices}
          onChange={(prices) => change({ prices })}
          errors={errors}
        />
        {faults?.pricesKey && <FormError error title={t(faults.pricesKey)} className="pf-v6-u-mt-md" />}
      </GridItem>
      <GridItem span={12}>
        <TextAreaField
          id="correct-reason"
          label={t('form.reason')}
          help={t('form.reasonHelp')}
          error={faults?.reasonKey ? t(faults.reasonKey) : errors.reason}
          isRequired
          maxLength={500}
          value={draft.reason}
          onChange={(reason) => change({ reason })}
        />
      </GridItem>
    </Grid>
  );
}
