import { Dropdown, DropdownGroup, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core';
import { UserIcon } from '@patternfly/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { useSignOut, useUser } from '../../api/session.ts';
import { useToast } from '../../components/toast.tsx';
import { paths } from '../../paths.ts';

/** Who is signed in, their settings, and the way out. */
export function UserMenu() {
  const { t } = useTranslation('common');
  const user = useUser();
  const toast = useToast();
  const signOut = useSignOut();
  const [isOpen, setIsOpen] = useState(false);
  const fail = () => toast.danger(t('signOutFailed'));
  const settings = { component: Link, to: paths.settings };
  return (
    <Dropdown
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      onSelect={() => setIsOpen(false)}
      popperProps={{ position: 'end', appendTo: 'inline' }}
      toggle={(ref) => (
        <MenuToggle
          ref={ref}
          variant="plain"
          icon={<UserIcon />}
          aria-label={t('userMenu', { name: user.name ?? user.email })}
          isExpanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
        />
      )}
    >
      <DropdownGroup label={user.email}>
        <DropdownList>
          <DropdownItem {...settings}>{t('nav.settings')}</DropdownItem>
          <DropdownItem onClick={() => signOut.mutate(undefined, { onError: fail })}>
            {t('signOut')}
          </DropdownItem>
        </DropdownList>
      </DropdownGroup>
    </Dropdown>
  );
}
