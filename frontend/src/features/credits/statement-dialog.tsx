import { TextInput } from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../components/form-dialog.tsx';
import { FormField } from '../../components/form-field.tsx';
import { saveFile } from '../../components/save-file.ts';
import { useToast } from '../../components/toast.tsx';
import { useFormat } from '../../components/use-format.ts';
import { addDays, dayOf, startOfDay } from '../../components/zoned-day.ts';
import { useStatement } from './queries.ts';

/** Asks for which days, this month so far unless told otherwise, and saves the statement. */
export function StatementDialog({ accountId, onClose }: { accountId: string; onClose: () => void }) {
  const { t } = useTranslation('credits');
  const toast = useToast();
  const { timeZone } = useFormat();
  const statement = useStatement(accountId);
  const [today] = useState(() => dayOf(Date.now(), timeZone));
  const [first, setFirst] = useState(`${today.slice(0, 7)}-01`);
  const [last, setLast] = useState(today);
  const isReversed = first > last;
  const submit = () =>
    statement.mutate(
      { from: startOfDay(first, timeZone), to: startOfDay(addDays(last, 1), timeZone) },
      {
        onSuccess: (csv) => {
          const name = `statement-${first}-${last}.csv`;
          saveFile(name, 'text/csv', csv);
          toast.success(t('statement.done', { name }));
          onClose();
        },
      },
    );
  const day = (id: string, label: string, value: string, onChange: (day: string) => void, error?: string) => (
    <FormField id={id} label={label} error={error} isRequired>
      {(field) => (
        <TextInput
          {...field}
          type="date"
          value={value}
          max={today}
          onChange={(_, chosen) => onChange(chosen)}
        />
      )}
    </FormField>
  );
  return (
    <FormDialog
      id="statement"
      title={t('statement.title')}
      description={t('statement.body', { timeZone })}
      submitLabel={t('statement.submit')}
      mutation={statement}
      isDisabled={!first || !last || isReversed}
      onSubmit={submit}
      onClose={onClose}
    >
      {day('statement-first', t('statement.first'), first, setFirst)}
      {day(
        'statement-last',
        t('statement.last'),
        last,
        setLast,
        isReversed ? t('statement.reversed') : undefined,
      )}
    </FormDialog>
  );
}
