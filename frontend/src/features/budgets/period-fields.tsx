import { FormSelect, FormSelectOption, Grid, GridItem } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import type { Budget } from '../../api/budgets.ts';
import { FormField } from '../../components/form-field.tsx';
import { timeZones } from '../../components/time-zones.ts';
import { useFormat } from '../../components/use-format.ts';
import { hasTimeZone } from './budget-draft.ts';
import type { BudgetFieldProps } from './budget-form.ts';
import { ResetsPreview } from './resets-preview.tsx';
import { periods, useBudgetWords } from './use-budget-words.ts';

const weekdays = [1, 2, 3, 4, 5, 6, 7];
const daysOfMonth = Array.from({ length: 31 }, (_, index) => index + 1);

/** How often the budget begins anew, from which day on and by whose clock; shows what that comes to. */
export function PeriodFields({ draft, set, errorOf }: BudgetFieldProps) {
  const { t } = useTranslation('budgets');
  const words = useBudgetWords();
  const { number } = useFormat();
  return (
    <>
      <Grid hasGutter sm={6}>
        <GridItem>
          <FormField id="budget-period" label={t('form.period')} error={errorOf('period')}>
            {(field) => (
              <FormSelect
                {...field}
                value={draft.period}
                onChange={(_, period) => set({ period: period as Budget['period'] })}
              >
                {periods.map((period) => (
                  <FormSelectOption key={period} value={period} label={words.period(period)} />
                ))}
              </FormSelect>
            )}
          </FormField>
        </GridItem>
        {draft.period === 'week' && (
          <GridItem>
            <FormField id="budget-week-start" label={t('form.weekStart')} error={errorOf('weekStartsOn')}>
              {(field) => (
                <FormSelect
                  {...field}
                  value={draft.weekStartsOn}
                  onChange={(_, day) => set({ weekStartsOn: Number(day) })}
                >
                  {weekdays.map((day) => (
                    <FormSelectOption key={day} value={day} label={words.weekday(day)} />
                  ))}
                </FormSelect>
              )}
            </FormField>
          </GridItem>
        )}
        {draft.period === 'month' && (
          <GridItem>
            <FormField
              id="budget-anchor"
              label={t('form.anchor')}
              help={draft.anchorDay > 28 ? t('form.anchorHelp') : undefined}
              error={errorOf('anchorDay')}
            >
              {(field) => (
                <FormSelect
                  {...field}
                  value={draft.anchorDay}
                  onChange={(_, day) => set({ anchorDay: Number(day) })}
                >
                  {daysOfMonth.map((day) => (
                    <FormSelectOption key={day} value={day} label={number(day)} />
                  ))}
                </FormSelect>
              )}
            </FormField>
          </GridItem>
        )}
      </Grid>
      {hasTimeZone(draft.period) && (
        <FormField id="budget-time-zone" label={t('form.timeZone')} error={errorOf('timeZone')}>
          {(field) => (
            <FormSelect {...field} value={draft.timeZone} onChange={(_, timeZone) => set({ timeZone })}>
              {timeZones(draft.timeZone).map((zone) => (
                <FormSelectOption key={zone} value={zone} label={zone.replaceAll('_', ' ')} />
              ))}
            </FormSelect>
          )}
        </FormField>
      )}
      <ResetsPreview draft={draft} />
    </>
  );
}
