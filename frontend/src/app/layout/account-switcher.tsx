import { MenuToggle, Select, SelectList, SelectOption } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { accountsQuery, selectAccount, useAccountId } from '../../api/account.ts';

/** Whose keys, usage and credits the pages show; absent for who has only the personal account. */
export function AccountSwitcher() {
  const { t } = useTranslation('common');
  const { data: accounts = [] } = useQuery(accountsQuery);
  const accountId = useAccountId();
  const [isOpen, setIsOpen] = useState(false);
  if (accounts.length < 2) return null;
  const current = accounts.find((account) => account.id === accountId);
  return (
    <Select
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      selected={accountId}
      popperProps={{ appendTo: 'inline' }}
      onSelect={(_, chosen) => {
        selectAccount(String(chosen));
        setIsOpen(false);
      }}
      toggle={(ref) => (
        <MenuToggle
          ref={ref}
          isExpanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
          aria-label={t('account')}
        >
          {current?.name}
        </MenuToggle>
      )}
    >
      <SelectList aria-label={t('account')}>
        {accounts.map(({ id, name, kind }) => (
          <SelectOption
            key={id}
            value={id}
            description={kind === 'team' ? t('accountTeam') : t('accountPersonal')}
          >
            {name}
          </SelectOption>
        ))}
      </SelectList>
    </Select>
  );
}
